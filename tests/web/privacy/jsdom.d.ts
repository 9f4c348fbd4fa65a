/** What the tests use of it. */
declare module "jsdom" {
  export class JSDOM {
    window: Window & typeof globalThis;
  }
}
