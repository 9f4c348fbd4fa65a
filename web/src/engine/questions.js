/** Questions through a port, each with its answer. */

/**
 * @param {Worker | MessagePort} port its messages are { question, answer }
 * @returns {(kind: string, about: object, transfer?: Transferable[]) => Promise<any>}
 */
export function questions(port) {
  /** @type {Map<number, (answer: any) => void>} */
  const asked = new Map();
  let last = 0;
  port.onmessage = ({ data: { question, answer } }) => {
    asked.get(question)?.(answer);
    asked.delete(question);
  };
  return (kind, about, transfer = []) =>
    new Promise((resolve) => {
      asked.set(++last, resolve);
      port.postMessage({ question: last, kind, about }, transfer);
    });
}
