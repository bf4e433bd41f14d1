// Building elements. All text goes in as text nodes; nothing on this page is ever parsed as HTML.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A new element with attributes and children; strings among the children become text. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The letter in a person's circle and the class of its color. */
export function paintAvatar(element, person) {
  const name = person?.name ?? "?";
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  element.textContent = ([...name][0] ?? "?").toLocaleUpperCase();
  element.classList.add(`hue-${sum % 6}`);
  return element;
}

/** Shows a sentence in an element, or hides it when there is none. */
export function say(element, text) {
  element.hidden = !text;
  element.textContent = text ?? "";
}
