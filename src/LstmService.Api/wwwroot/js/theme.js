/** Light and dark: as the system prefers until the reader chooses. */
import { icon } from "./dom.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** Tells charts to draw again in the new colours. */
export const themeChanged = new EventTarget();

/** Connects the button in the header. @param {HTMLButtonElement} button */
export function startTheme(button) {
  apply(current(), button);
  button.addEventListener("click", () => {
    const next = current() === "dark" ? "light" : "dark";
    localStorage.setItem("theme", next);
    apply(next, button);
  });
  system.addEventListener("change", () => {
    if (!localStorage.getItem("theme")) apply(system.matches ? "dark" : "light", button);
  });
}

/** The value of a colour of the theme. @param {string} name without the dashes */
export function colour(name) {
  const style = getComputedStyle(document.documentElement);
  return style.getPropertyValue(`--${name}`).trim() || style.getPropertyValue("--chart-other").trim();
}

function current() {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function apply(theme, button) {
  document.documentElement.dataset.theme = theme;
  const other = theme === "dark" ? "light" : "dark";
  button.setAttribute("aria-label", `Change to the ${other} theme`);
  button.title = `Change to the ${other} theme`;
  button.replaceChildren(icon(theme === "dark" ? "sun" : "moon"));
  themeChanged.dispatchEvent(new Event("change"));
}
