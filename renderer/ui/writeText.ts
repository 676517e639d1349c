/** Changes the words of an element in its own text node: nothing else of the page is touched, or laid out again. */
export function writeText(element: HTMLElement | null, text: string): void {
  if (element === null) return
  const node = element.firstChild
  if (!(node instanceof Text)) element.textContent = text
  else if (node.data !== text) node.data = text
}
