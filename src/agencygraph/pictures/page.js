'use strict';
(() => {
  const stage = document.getElementById('stage');
  const picture = stage.querySelector('svg');
  const tip = document.getElementById('tip');
  const parts = [...picture.querySelectorAll('.line, .row, .name, .bar')];
  let view = { x: 0, y: 0, zoom: 1 };
  let held = null;

  const show = () => { picture.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`; };
  const fit = () => {
    const wide = picture.viewBox.baseVal.width;
    const zoom = Math.min(1, stage.clientWidth / wide);
    view = { zoom, x: Math.max(0, (stage.clientWidth - wide * zoom) / 2), y: 0 };
    show();
  };
  const zoomAt = (x, y, by) => {
    const zoom = Math.min(6, Math.max(0.1, view.zoom * by));
    const real = zoom / view.zoom;
    view = { zoom, x: x - (x - view.x) * real, y: y - (y - view.y) * real };
    show();
  };

  stage.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY * 0.0015));
  }, { passive: false });
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    held = { x: event.clientX - view.x, y: event.clientY - view.y };
    stage.setPointerCapture(event.pointerId);
    stage.classList.add('moving');
  });
  stage.addEventListener('pointermove', (event) => {
    if (!held) return;
    view = { ...view, x: event.clientX - held.x, y: event.clientY - held.y };
    show();
  });
  const letGo = () => { held = null; stage.classList.remove('moving'); };
  stage.addEventListener('pointerup', letGo);
  stage.addEventListener('pointercancel', letGo);
  stage.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) { view = { ...view, x: view.x + step[0], y: view.y + step[1] }; show(); event.preventDefault(); }
    if (event.key === '+' || event.key === '=') zoomAt(stage.clientWidth / 2, stage.clientHeight / 2, 1.25);
    if (event.key === '-') zoomAt(stage.clientWidth / 2, stage.clientHeight / 2, 0.8);
    if (event.key === '0') fit();
  });
  for (const button of document.querySelectorAll('#controls button')) {
    button.addEventListener('click', () => {
      const by = Number(button.dataset.zoom);
      if (by) zoomAt(stage.clientWidth / 2, stage.clientHeight / 2, by); else fit();
    });
  }

  const belongs = (part, to) => {
    const own = part.dataset, other = to.dataset;
    if (own.node !== undefined && other.node !== undefined) return own.node === other.node || near(own.node, other.node);
    if (own.node !== undefined) return own.node === other.left || own.node === other.right;
    if (other.node !== undefined) return own.left === other.node || own.right === other.node;
    return own.left === other.left && own.right === other.right;
  };
  const near = (a, b) => parts.some(({ dataset }) =>
    (dataset.left === a && dataset.right === b) || (dataset.left === b && dataset.right === a));
  const light = (to) => { for (const part of parts) part.classList.toggle('dim', to !== null && !belongs(part, to)); };
  const tell = (part, event) => {
    const { quote, place } = part.dataset;
    tip.hidden = !quote;
    if (!quote) return;
    tip.querySelector('q').textContent = quote;
    tip.querySelector('small').textContent = place;
    tip.style.left = `${Math.min(event.clientX + 16, innerWidth - tip.offsetWidth - 12)}px`;
    tip.style.top = `${Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 12)}px`;
  };
  picture.addEventListener('pointerover', (event) => {
    const part = event.target.closest('.row, .name, .bar, .line');
    light(part);
    if (part) tell(part, event); else tip.hidden = true;
  });
  picture.addEventListener('pointerleave', () => { light(null); tip.hidden = true; });
  addEventListener('resize', fit);
  fit();
})();
