// The side bar: places with their unread counts, people, and the drawer it becomes in a narrow window.

import { byId, el, paintAvatar } from "./dom.js";

const NARROW = matchMedia("(max-width: 760px)");
const sidebar = byId("sidebar");
const menu = byId("menu");
const shade = byId("shade");

function drawer(open) {
  const hidden = NARROW.matches && !open;
  sidebar.classList.toggle("open", NARROW.matches && open);
  // What is out of sight must be out of the tab order, too.
  sidebar.inert = hidden;
  shade.hidden = !(NARROW.matches && open);
  menu.setAttribute("aria-expanded", String(NARROW.matches && open));
}

/** Closes the drawer, if the side bar is one. */
export const closeDrawer = () => drawer(false);

menu.addEventListener("click", () => {
  drawer(!sidebar.classList.contains("open"));
  if (sidebar.classList.contains("open")) sidebar.querySelector("[aria-current]")?.focus();
});
shade.addEventListener("click", closeDrawer);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !sidebar.classList.contains("open")) return;
  closeDrawer();
  menu.focus();
});
NARROW.addEventListener("change", closeDrawer);
closeDrawer();

/** Marks the open place and tells `go` when another is chosen. */
export function places(go) {
  for (const button of document.querySelectorAll(".place[data-place]")) {
    button.onclick = () => {
      closeDrawer();
      go(button.dataset.place);
    };
  }
}

/** Shows which place is open, and how many messages wait in the others. */
export function markPlaces(open, unread) {
  for (const button of document.querySelectorAll(".place[data-place]")) {
    const here = button.dataset.place === open;
    if (here) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
    const count = here ? 0 : (unread.get(button.dataset.place) ?? 0);
    const badge = button.querySelector(".unread");
    badge.hidden = count === 0;
    badge.replaceChildren(String(count), el("span", { class: "hidden-text" }, " new"));
  }
}

/** Lists the people who have been here. */
export function listPeople(people, me) {
  byId("people").replaceChildren(
    ...[...people.values()].map((person) =>
      el(
        "li",
        {},
        paintAvatar(el("span", { class: "avatar small", "aria-hidden": "true" }), person),
        el("bdi", {}, person.name),
        person.id === me ? el("span", { class: "badge" }, "you") : null,
      ),
    ),
  );
}

/** Shows who this tab is. */
export function showMe(person) {
  byId("me-name").textContent = person.name;
  const circle = byId("me-avatar");
  circle.className = "avatar small";
  paintAvatar(circle, person);
}
