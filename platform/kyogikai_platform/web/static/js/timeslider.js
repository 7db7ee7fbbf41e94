// <ks-timeslider>: moving the slider only writes the day into the field; the button, or Enter, goes there.
// Without a script the slider stays hidden: the links and the field do the same.
class TimeSlider extends HTMLElement {
  #gone = null;
  connectedCallback() {
    this.#gone = new AbortController();
    const signal = { signal: this.#gone.signal };
    const range = this.querySelector("[data-range]");
    if (!range) return;
    const stops = [...this.querySelectorAll("[data-stop]")];
    const field = this.querySelector("[data-day]");
    const said = this.querySelector("[data-said]");
    range.hidden = false;
    range.addEventListener("input", () => {
      const stop = stops[Number(range.value)];
      range.setAttribute("aria-valuetext", stop.dataset.text);
      field.value = stop.dataset.stop;
      said.textContent = stop.dataset.text;
    }, signal);
    range.addEventListener("keydown", (event) => {
      if (event.key === "Enter") field.form.requestSubmit();
    }, signal);
  }
  disconnectedCallback() { this.#gone?.abort(); }
}
customElements.define("ks-timeslider", TimeSlider);
