// Marks areas on page pictures by mouse or by keys, and writes them into the form's number fields, which do without it.
"use strict";
{
  const SVG = "http://www.w3.org/2000/svg";
  const FIELDS = ["page", "left", "top", "width", "height"];
  const SMALLEST = 0.5; // per cent of the picture, as the server demands
  const form = document.getElementById("areas");
  const said = document.getElementById("areas-said");

  const field = (row, name) => row.querySelector(`[name=area_${name}]`);
  const rows = () => [...form.querySelectorAll("fieldset.area")];
  const isEmpty = (row) => FIELDS.slice(1).every((name) => field(row, name).value.trim() === "");
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  const tenth = (value) => Math.round(value * 10) / 10;

  function draw(stage, kind, box) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", kind);
    for (const [name, value] of [["x", box.left], ["y", box.top], ["width", box.width], ["height", box.height]]) {
      rect.setAttribute(name, value);
    }
    stage.querySelector("svg").append(rect);
  }

  function erase(stage, kind) {
    for (const rect of stage.querySelectorAll(`rect.${kind}`)) rect.remove();
  }

  // The fields are the truth: what they hold is drawn, however it came there.
  function drawRows() {
    for (const stage of document.querySelectorAll(".stage")) {
      erase(stage, "wanted");
      for (const row of rows()) {
        const [page, left, top, width, height] = FIELDS.map((name) => field(row, name).value.trim());
        const box = { left, top, width, height };
        const isBox = Object.values(box).every((value) => /^\d{1,3}(\.\d+)?$/.test(value));
        if (page === stage.dataset.page && isBox) draw(stage, "wanted", box);
      }
    }
  }

  function add(page, box) {
    let row = rows().find(isEmpty);
    if (!row) {
      row = rows()[0].cloneNode(true);
      form.querySelector(".areas").append(row);
    }
    const values = { page, ...box };
    for (const name of FIELDS) field(row, name).value = values[name];
    drawRows();
    const count = rows().filter((one) => !isEmpty(one)).length;
    said.textContent = `已加入第 ${page} 页的区域，共 ${count} 处；选择理由后提交。`;
  }

  function attach(stage) {
    const page = stage.dataset.page;
    let box = null;
    let from = null;

    const show = () => {
      erase(stage, "draft");
      if (box) draw(stage, "draft", box);
    };
    const place = (event) => {
      const frame = stage.getBoundingClientRect();
      return {
        x: within(((event.clientX - frame.left) / frame.width) * 100, 0, 100),
        y: within(((event.clientY - frame.top) / frame.height) * 100, 0, 100),
      };
    };
    const take = () => {
      const isLarge = box && box.width >= SMALLEST && box.height >= SMALLEST;
      if (isLarge) add(page, box);
      box = null;
      show();
      return isLarge;
    };

    stage.tabIndex = 0;
    stage.setAttribute("role", "application");
    stage.setAttribute("aria-label", `在第 ${page} 页的图片上框选区域`);
    stage.setAttribute("aria-describedby", "areas-hint");

    stage.addEventListener("keydown", (event) => {
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      if (event.key in ways) {
        const step = event.ctrlKey ? 0.2 : 1;
        const [across, down] = ways[event.key].map((way) => way * step);
        if (!box) {
          box = { left: 40, top: 45, width: 20, height: 3 };
        } else if (event.shiftKey) {
          box.width = tenth(within(box.width + across, SMALLEST, 100 - box.left));
          box.height = tenth(within(box.height + down, SMALLEST, 100 - box.top));
        } else {
          box.left = tenth(within(box.left + across, 0, 100 - box.width));
          box.top = tenth(within(box.top + down, 0, 100 - box.height));
        }
        show();
      } else if (event.key === "Enter" && box) {
        if (take()) document.getElementById("area-reason").focus();
      } else if (event.key === "Escape" && box) {
        box = null;
        show();
      } else {
        return;
      }
      event.preventDefault();
    });

    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      from = place(event);
      stage.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    stage.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = place(event);
      box = {
        left: tenth(Math.min(from.x, to.x)),
        top: tenth(Math.min(from.y, to.y)),
        width: tenth(Math.abs(from.x - to.x)),
        height: tenth(Math.abs(from.y - to.y)),
      };
      box.width = tenth(Math.min(box.width, 100 - box.left));
      box.height = tenth(Math.min(box.height, 100 - box.top));
      show();
    });
    stage.addEventListener("pointerup", () => {
      if (!from) return;
      from = null;
      take();
    });
    stage.addEventListener("pointercancel", () => {
      from = null;
      box = null;
      show();
    });
  }

  // A link to a mark in the text points it out in the picture, too.
  function pointOut() {
    const wanted = decodeURIComponent(location.hash.slice(1));
    for (const rect of document.querySelectorAll("svg.boxes rect")) {
      rect.classList.toggle("pointed", wanted !== "" && rect.dataset.of === wanted);
    }
  }

  for (const stage of document.querySelectorAll(".stage")) attach(stage);
  form.addEventListener("input", drawRows);
  window.addEventListener("hashchange", pointOut);
  drawRows();
  pointOut();
}
