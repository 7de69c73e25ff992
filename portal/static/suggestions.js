// Suggestions while typing, for every search box: the combobox pattern of WAI-ARIA. Without this file the box is a
// plain form. What comes back is put on the page as text alone; the policy of these pages lets no markup be made of it.
"use strict";

(() => {
  const SHORTEST = 2; // characters
  const PAUSE_MS = 200; // since the last key
  const KINDS = { word: "词语", title: "公文", number: "文号", organ: "机关" };

  const made = (element, attributes, text = "") => {
    const node = document.createElement(element);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = text;
    return node;
  };

  const option = (suggestion, id) => {
    const node = made("li", { id, role: "option", "aria-selected": "false" });
    node.append(made("span", { class: "kind" }, KINDS[suggestion.kind] ?? ""), made("span", {}, suggestion.text));
    if (suggestion.detail) node.append(made("span", { class: "detail" }, suggestion.detail));
    return node;
  };

  const equip = (form) => {
    const input = form.querySelector("input[type=search]");
    const list = made("ul", { id: "suggestions", role: "listbox", "aria-label": "建议", hidden: "" });
    const status = made("p", { class: "status", role: "status" });
    let found = [];
    let chosen = -1; // 0-based place in `found`; -1 is the box itself
    let asked = ""; // what the list is for
    let timer = 0;
    let request = null;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    form.querySelector(".row").append(list);
    form.append(status);

    const stop = () => {
      clearTimeout(timer);
      request?.abort();
    };

    const close = () => {
      stop();
      asked = "";
      mark(-1);
      list.hidden = true;
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
    };

    const mark = (place) => {
      chosen = place;
      [...list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === place)));
      if (place < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    };

    const show = (suggestions) => {
      found = suggestions;
      list.replaceChildren(...found.map((each, index) => option(each, `suggestion-${index}`)));
      mark(-1);
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
      status.textContent = found.length ? `有 ${found.length} 条建议，可用上下键选择。` : "没有建议。";
    };

    const ask = async (typed) => {
      request?.abort();
      request = new AbortController();
      asked = typed;
      try {
        const address = `/api/v1/suggestions?${new URLSearchParams({ q: typed })}`;
        const answer = await fetch(address, { signal: request.signal, headers: { accept: "application/json" } });
        const suggestions = answer.ok ? (await answer.json()).suggestions : [];
        if (asked === typed) show(suggestions);
      } catch (fault) {
        if (fault.name !== "AbortError" && asked === typed) close(); // no network: the form works as ever
      }
    };

    const typed = () => {
      const text = input.value.trim();
      if (text === asked) return;
      stop();
      if ([...text].length < SHORTEST) close();
      else timer = setTimeout(ask, PAUSE_MS, text);
    };

    const choose = (suggestion) => {
      close();
      if (suggestion.kind === "word") {
        input.value = suggestion.text; // the filters of the form stay
        form.requestSubmit();
        return;
      }
      const target = new URL(suggestion.path, location.origin);
      if (target.origin === location.origin) location.assign(target);
    };

    const keys = {
      ArrowDown: () => mark(chosen + 1 < found.length ? chosen + 1 : -1),
      ArrowUp: () => mark(chosen < 0 ? found.length - 1 : chosen - 1),
      Escape: close,
      Enter: () => choose(found[chosen]),
    };

    input.addEventListener("input", (event) => event.isComposing || typed());
    input.addEventListener("compositionend", typed);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (event.isComposing || !act || (event.key === "Enter" && chosen < 0)) return;
      if (list.hidden) {
        if (event.key === "ArrowDown") typed();
        return;
      }
      event.preventDefault();
      act();
    });
    form.addEventListener("submit", close);
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const place = [...list.children].indexOf(event.target.closest("[role=option]"));
      if (place >= 0) choose(found[place]);
    });
  };

  document.querySelectorAll("form.search-box").forEach(equip);
})();
