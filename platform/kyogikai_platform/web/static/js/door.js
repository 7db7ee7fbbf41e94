// Counts at the door as somebody taps; without it, the page counts when it is saved.
const form = document.querySelector("form.door");
const chosen = (person) => person.querySelector("input[type=radio]:checked")?.value ?? "";

function count() {
  const people = [...form.querySelectorAll("[data-person]")];
  for (const sum of form.querySelectorAll("[data-sum]")) {
    sum.textContent = String(people.filter((person) => chosen(person) === sum.dataset.sum).length);
  }
  for (const rule of form.querySelectorAll("[data-quorum]")) {
    const own = people.filter((person) => person.dataset.bodies.split(" ").includes(rule.dataset.quorum));
    const met = own.filter((person) => chosen(person) === "PRESENT").length >= Number(rule.dataset.needed);
    rule.querySelector("[data-met]").hidden = !met;
    rule.querySelector("[data-short]").hidden = met;
  }
}

form?.addEventListener("change", count);
