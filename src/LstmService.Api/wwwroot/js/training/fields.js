/** One field of the form, made from a member of a JSON schema by its type, bounds and allowed values. */
import { h } from "../dom.js";
import { choiceOf, hintOf, labelOf } from "../words.js";

const untold = "chosen for you";

/** @param {any} member */
export function typeOf(member) {
  const type = member?.type;
  return Array.isArray(type) ? type.find((one) => one !== "null") : type;
}

/** Can it be given in one field? @param {any} member */
export function isSimple(member) {
  const type = typeOf(member);
  return type !== "object" && (type !== "array" || typeOf(member.items) === "number");
}

/**
 * @param {string} name
 * @param {any} member
 * @param {string} [prefix] of the id
 * @returns {{name: string, element: HTMLElement, read: () => any, isSet: () => boolean}}
 */
export function field(name, member, prefix = "option") {
  const id = `${prefix}-${name}`, input = inputOf(name, member, id);
  const read = () => valueOf(input.value.trim(), member);
  return {
    name, read, isSet: () => read() !== undefined,
    element: h("div", { class: "field" }, h("label", { for: id, text: labelOf(name) }), input, h("p", { class: "hint", id: `${id}-hint`, text: hintOf(name, hint(member)) })),
  };
}

/** What a text means as a value of that type. @param {string} text @param {any} member */
export function valueOf(text, member) {
  if (text === "") return undefined;
  const type = typeOf(member);
  if (type === "integer" || type === "number") return Number(text);
  if (type === "boolean") return text === "true" || text === "yes";
  if (type === "array") return text.split(",").map(Number);
  return text;
}

function inputOf(name, member, id) {
  const described = { id, class: "input", "aria-describedby": `${id}-hint` };
  const choices = member.enum ?? (typeOf(member) === "boolean" ? ["true", "false"] : null);
  if (choices) return h("select", described, h("option", { value: "", text: untold }), choices.map((choice) => h("option", { value: String(choice), text: choiceOf(name, String(choice)) })));
  if (["integer", "number"].includes(typeOf(member)))
    return h("input", { ...described, type: "number", min: member.minimum, max: member.maximum, step: typeOf(member) === "integer" ? 1 : "any", placeholder: untold });
  return h("input", { ...described, type: "text", placeholder: untold, autocomplete: "off", spellcheck: "false" });
}

function hint(member) {
  const told = Math.abs(member.minimum) < 1e9 && Math.abs(member.maximum) < 1e9;
  const bounds = told ? ` ${member.minimum} to ${member.maximum}.` : "";
  return `${member.description ?? ""}${bounds}${typeOf(member) === "array" ? " With commas between." : ""}`.trim();
}
