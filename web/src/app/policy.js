/** The policy that this page carries, where it forbids every connection; null if it does not. @param {Document} page */
export function connectionPolicy(page) {
  const policy = page.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute("content") ?? "";
  return /connect-src 'none'/.test(policy) ? policy : null;
}
