// <ks-timeslider>: moving the slider only writes the day into the field; the button, or Enter, goes there.
// Without a script the slider stays hidden: the links and the field do the same.
class TimeSlider extends HTMLElement {
  #gone = null;
  connectedCallback() {
    this.#gone = new AbortController();
    const signal = { signal: this.#gone.signal };
    this.#shown();
    document.addEventListener("htmx:after:swap", () => this.#shown(), signal);
    this.addEventListener("input", (event) => {
      const range = event.target;
      if (!range.matches("[data-range]")) return;
      const stop = this.querySelectorAll("[data-stop]")[Number(range.value)];
      range.setAttribute("aria-valuetext", stop.dataset.text);
      this.querySelector("[data-day]").value = stop.dataset.stop;
      this.querySelector("[data-said]").textContent = stop.dataset.text;
    }, signal);
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("[data-range]"))
        this.querySelector("[data-day]").form.requestSubmit();
    }, signal);
  }
  #shown() {
    const range = this.querySelector("[data-range]");
    if (!range) return;
    range.hidden = false;
    range.value = range.getAttribute("value");
  }
  disconnectedCallback() { this.#gone?.abort(); }
}
customElements.define("ks-timeslider", TimeSlider);
