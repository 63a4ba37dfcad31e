// Searches while one types. Old questions are given up; the address follows, so that going back and sharing work.
const form = document.querySelector("[data-search]");
const results = document.getElementById("results");
const PAUSE = 180; // milliseconds without a key before the server is asked
let asking = null;
let pause = 0;

function closeOnPhones() {
  if (matchMedia("(max-width: 56rem)").matches) {
    results.querySelectorAll(".facets details").forEach((one) => { one.open = one.querySelector("[aria-current]") !== null; });
  }
}

async function ask() {
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = `${form.getAttribute("action")}?${fields}`;
  asking?.abort();
  asking = new AbortController();
  const mine = asking;
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${address}&part=results`, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const text = await answer.text();
    if (mine.signal.aborted) return;
    results.innerHTML = text; // written and escaped by the server, from the same template as the whole page
    closeOnPhones();
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name === "AbortError") return;
    results.querySelector("#found").textContent = "The server does not answer. Press Search to try again.";
  } finally {
    if (mine === asking) results.removeAttribute("aria-busy");
  }
}

form?.addEventListener("input", () => {
  clearTimeout(pause);
  const years = [...form.querySelectorAll("[pattern]")];
  if (years.every((one) => one.validity.valid)) pause = setTimeout(ask, PAUSE);
});
closeOnPhones();
