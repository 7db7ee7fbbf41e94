// Shows what needs a script, and shows or hides a passphrase. Texts come from the page.
for (const shown of document.querySelectorAll("[data-js-only]")) shown.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toggle-password]");
  if (!button) return;
  const field = document.getElementById(button.dataset.togglePassword);
  const hidden = field.type === "password";
  field.type = hidden ? "text" : "password";
  button.setAttribute("aria-pressed", String(hidden));
  button.querySelector("span").textContent = hidden ? button.dataset.hide : button.dataset.show;
});
