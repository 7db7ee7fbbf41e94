// Forms with data-passkey: the browser makes or shows a passkey, and the form takes it along.
// Without a script they stay hidden: the passphrase does the same.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function creation(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  return { ...options, user, challenge: bytes(options.challenge), excludeCredentials: known(options.excludeCredentials) };
}

function request(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
}

function plain(found) {
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  for (const name of names) if (found.response[name]) response[name] = text(found.response[name]);
  return { id: found.id, rawId: text(found.rawId), type: found.type, response, clientExtensionResults: {} };
}

async function ceremony(form) {
  const answer = await fetch(form.dataset.passkey, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.said ?? "");
  const make = form.dataset.ceremony === "create";
  const publicKey = make ? creation(told) : request(told);
  return make ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const said = form.querySelector("[data-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    if (!window.PublicKeyCredential) {
      said.textContent = said.dataset.unsupported;
      return;
    }
    const button = form.querySelector("button:not([type])");
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(plain(await ceremony(form)));
      form.submit();
    } catch (problem) {
      said.textContent = (problem instanceof DOMException ? "" : problem.message) || said.dataset.cancelled;
      button.disabled = false;
    }
  });
}
