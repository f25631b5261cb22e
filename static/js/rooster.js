/*
 * The grid of a draft budget: keys, pasting a block, undo, running sums, and keeping what is typed.
 *
 * The grid is a plain form that works without this. Sums here follow begroting/sommen.py: a figure of a post is its own,
 * or else the sum of what the posts below it show; saldo = lasten - baten, resultaat = saldo + storting - onttrekking;
 * what is unknown stays unknown. The server decides.
 */
"use strict";

(() => {
  const formulier = document.getElementById("roosterformulier");
  if (!formulier) return;
  const tabel = formulier.querySelector("table");
  const stand = document.getElementById("roosterstand");
  const celbalk = document.getElementById("celbalk");
  const per = Number(formulier.elements.namedItem("per").value);
  const decimalen = Number(formulier.dataset.decimalen);
  const gezien = JSON.parse(formulier.elements.namedItem("gezien").value);
  const jaren = Array.from(tabel.querySelectorAll("thead th [id]"), (kop) => kop.textContent);
  const MEESTE_CENT = 1e14;
  const WACHT = 1200;

  // ---------- Amounts, in whole cents ----------

  const NEDERLANDS = /^-?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?$/;

  function lees(tekst, kant) {
    const schoon = tekst.replace(/[€\s]/g, "").replace(/−/g, "-");
    if (schoon === "") return { cent: null };
    if (!NEDERLANDS.test(schoon)) {
      return {
        fout: `“${tekst.trim().slice(0, 40)}” is geen bedrag. Schrijf het als 1234, 1.234 of 1.234,56 (punt voor duizendtallen, komma voor centen).`,
      };
    }
    const [heel, deel = ""] = schoon.replace("-", "").replaceAll(".", "").split(",");
    const cent = (Number(heel) * 100 + Number(deel.padEnd(2, "0"))) * per;
    if (cent >= MEESTE_CENT) return { fout: "Dit is meer dan 999 miljard euro. Kijk of de eenheid klopt." };
    const onder = schoon.startsWith("-") && cent !== 0;
    if (onder && kant === "storting") {
      return { fout: "Een storting kan niet onder 0 zijn. Zet het bedrag bij onttrekking, zonder min." };
    }
    if (onder && kant === "onttrekking") {
      return { fout: "Een onttrekking kan niet onder 0 zijn. Zet het bedrag bij storting, zonder min." };
    }
    return { cent: onder ? -cent : cent };
  }

  function toon(cent) {
    if (cent === null) return "";
    let plaatsen = decimalen;
    while (plaatsen < 2 && (Math.abs(cent) * 10 ** plaatsen) % (per * 100) !== 0) plaatsen += 1;
    const cijfers = String(Math.round((Math.abs(cent) * 10 ** plaatsen) / (per * 100))).padStart(plaatsen + 1, "0");
    const einde = cijfers.length - plaatsen;
    const voor = cijfers.slice(0, einde).replace(/\B(?=(\d{3})+$)/g, ".");
    return (cent < 0 ? "−" : "") + voor + (plaatsen ? `,${cijfers.slice(einde)}` : "");
  }

  // ---------- The rows ----------

  const rijen = Array.from(tabel.querySelectorAll("tr[data-post]"), (tr, nummer) => ({
    nummer,
    post: tr.dataset.post,
    ouder: tr.dataset.ouder,
    kant: tr.dataset.kant,
    code: tr.dataset.code,
    los: "los" in tr.dataset,
    cellen: Array.from(tr.cells).slice(1),
    velden: Array.from(tr.cells).slice(1).map((cel) => cel.querySelector("input[name]")),
    kinderen: [],
    cent: [],
  }));
  const plek = new Map();
  const perPost = new Map();
  for (const rij of rijen) {
    rij.velden.forEach((veld, kolom) => veld && plek.set(veld, { rij, kolom }));
    perPost.set(`${rij.kant} ${rij.post}`, rij);
    const boven = perPost.get(`${rij.kant} ${rij.ouder}`);
    if (boven) boven.kinderen.push(rij);
  }
  // Lines that follow from the rows; those of a side that isn't shown keep what the server wrote.
  const uitkomsten = new Map();
  for (const tr of tabel.querySelectorAll("tr[data-uitkomst]")) {
    const post = uitkomsten.get(tr.dataset.uitkomst) || [];
    const cellen = Array.from(tr.cells).slice(1);
    post.push({ regel: tr.dataset.regel, cellen, vast: cellen.map((cel) => lees(cel.textContent, "").cent ?? null) });
    uitkomsten.set(tr.dataset.uitkomst, post);
  }

  // Tab goes from cell to cell; the bar below the grid leads to the same pages (F6).
  for (const rij of rijen) {
    if (!rij.velden.some(Boolean)) continue;
    for (const link of rij.cellen[0].parentElement.querySelectorAll("th a")) link.tabIndex = -1;
  }

  function gezienCent(rij, kolom) {
    const bewaard = gezien.kanten[rij.kant]?.[rij.post];
    const index = gezien.jaren.indexOf(Number(jaren[kolom]));
    return bewaard && index >= 0 ? bewaard[index] : null;
  }

  function standVan(veld) {
    return veld.dataset.stand ?? veld.defaultValue;
  }

  // ---------- Sums ----------

  function som(delen) {
    const bekend = delen.filter((cent) => cent !== null && cent !== undefined);
    return bekend.length ? bekend.reduce((totaal, cent) => totaal + cent, 0) : null;
  }

  function reken() {
    for (const rij of rijen.slice().reverse()) {
      rij.velden.forEach((veld, kolom) => {
        const onder = rij.los ? null : som(rij.kinderen.map((kind) => kind.cent[kolom]));
        if (!veld) {
          rij.cent[kolom] = onder;
          rij.cellen[kolom].textContent = toon(onder);
          return;
        }
        const gelezen = lees(veld.value, rij.kant);
        rij.cent[kolom] = (gelezen.fout ? gezienCent(rij, kolom) : gelezen.cent) ?? onder;
      });
    }
    for (const [post, regels] of uitkomsten) {
      jaren.forEach((_, kolom) => {
        const waarde = (kant) => {
          const rij = perPost.get(`${kant} ${post}`);
          return rij ? rij.cent[kolom] : (regels.find((regel) => regel.regel === kant)?.vast[kolom] ?? null);
        };
        const [lasten, baten, storting, onttrekking] = ["lasten", "baten", "storting", "onttrekking"].map(waarde);
        const saldo = lasten === null || baten === null ? null : lasten - baten;
        const heel = saldo !== null && storting !== null && onttrekking !== null;
        const resultaat = heel ? saldo + storting - onttrekking : null;
        const uit = { lasten, baten, storting, onttrekking, saldo, resultaat };
        for (const regel of regels) regel.cellen[kolom].textContent = toon(uit[regel.regel]);
      });
    }
  }

  // ---------- What is beside a cell ----------

  function teken(veld) {
    const { rij } = plek.get(veld);
    const cel = veld.parentElement;
    if (cel.querySelector("fieldset")) return;
    const gelezen = lees(veld.value, rij.kant);
    const anders = Boolean(gelezen.fout) || gelezen.cent !== lees(standVan(veld), "").cent;
    cel.classList.toggle("portaal-rooster__mis", Boolean(gelezen.fout));
    cel.classList.toggle("portaal-rooster__anders", anders && !gelezen.fout);
    let bij = cel.querySelector("span");
    if (!anders) {
      bij?.remove();
      veld.removeAttribute("aria-describedby");
      veld.removeAttribute("aria-invalid");
      return;
    }
    if (!bij) {
      bij = document.createElement("span");
      bij.id = `b${veld.name}`;
      cel.append(bij);
    }
    bij.className = gelezen.fout ? "portaal-rooster__fout" : "portaal-rooster__was";
    bij.textContent = gelezen.fout ? `Fout: ${gelezen.fout}` : `was ${standVan(veld) || "leeg"}`;
    veld.setAttribute("aria-describedby", bij.id);
    if (gelezen.fout) veld.setAttribute("aria-invalid", "true");
    else veld.removeAttribute("aria-invalid");
  }

  function zet(veld, tekst) {
    veld.value = tekst;
    teken(veld);
    gewijzigd.add(veld);
  }

  function maakOp(veld) {
    const gelezen = lees(veld.value, plek.get(veld).rij.kant);
    if (!gelezen.fout) veld.value = toon(gelezen.cent);
  }

  function meld(tekst) {
    stand.textContent = tekst;
  }

  // ---------- Undo ----------

  const gedaan = [];
  let terug = [];
  let huidig = null;
  let begin = "";

  function legVast(stappen) {
    if (!stappen.length) return;
    gedaan.push(stappen);
    terug = [];
  }

  function rondAf() {
    if (!huidig || huidig.value === begin) return;
    maakOp(huidig);
    if (huidig.value !== begin) legVast([{ veld: huidig, oud: begin, nieuw: huidig.value }]);
    begin = huidig.value;
    teken(huidig);
    reken();
  }

  function stapTerug(van, naar, welke) {
    const stappen = van.pop();
    if (!stappen) {
      meld(welke === "oud" ? "Er is niets om ongedaan te maken." : "Er is niets om opnieuw te doen.");
      return;
    }
    naar.push(stappen);
    for (const stap of stappen) zet(stap.veld, stap[welke]);
    const eerste = stappen[0].veld;
    eerste.focus();
    begin = eerste.value;
    eerste.select();
    reken();
    bewaarStraks();
    meld(`${stappen.length} ${stappen.length === 1 ? "bedrag" : "bedragen"} ${welke === "oud" ? "ongedaan gemaakt" : "weer gewijzigd"}.`);
  }

  // ---------- Moving ----------

  function ga(veld, op, opzij) {
    const { rij, kolom } = plek.get(veld);
    let [r, k] = [rij.nummer + op, kolom + opzij];
    while (rijen[r] && k >= 0 && k < jaren.length) {
      const doel = rijen[r].velden[k];
      if (doel) {
        doel.focus();
        return;
      }
      r += op;
      k += opzij;
    }
  }

  function aanDeRand(veld, opzij) {
    const alles = veld.selectionStart === 0 && veld.selectionEnd === veld.value.length;
    const rand = opzij < 0 ? 0 : veld.value.length;
    return alles || (veld.selectionStart === rand && veld.selectionEnd === rand);
  }

  tabel.addEventListener("keydown", (event) => {
    const veld = event.target;
    if (!plek.has(veld) || event.altKey) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const toets = event.key.toLowerCase();
    let doe = null;
    if (ctrl && toets === "z" && !event.shiftKey) {
      doe = () => {
        if (veld.value === begin) stapTerug(gedaan, terug, "oud");
        else herstel(veld);
      };
    } else if (ctrl && (toets === "y" || toets === "z")) doe = () => stapTerug(terug, gedaan, "nieuw");
    else if (ctrl) return;
    else if (toets === "enter") doe = () => { rondAf(); ga(veld, event.shiftKey ? -1 : 1, 0); };
    else if (toets === "arrowdown") doe = () => ga(veld, 1, 0);
    else if (toets === "arrowup") doe = () => ga(veld, -1, 0);
    else if (toets === "arrowleft" && !event.shiftKey && aanDeRand(veld, -1)) doe = () => ga(veld, 0, -1);
    else if (toets === "arrowright" && !event.shiftKey && aanDeRand(veld, 1)) doe = () => ga(veld, 0, 1);
    else if (toets === "escape") doe = () => herstel(veld);
    else if (toets === "f6") doe = () => celbalk.querySelector("a")?.focus();
    if (!doe) return;
    event.preventDefault();
    doe();
  });

  function herstel(veld) {
    zet(veld, begin);
    veld.select();
    reken();
    bewaarStraks();
  }

  celbalk.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || !huidig) return;
    event.preventDefault();
    huidig.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    formulier.requestSubmit();
  });

  tabel.addEventListener("focusin", (event) => {
    if (!plek.has(event.target)) return;
    huidig = event.target;
    begin = huidig.value;
    huidig.select();
    toonBalk(huidig);
  });

  tabel.addEventListener("focusout", (event) => {
    if (event.target === huidig) rondAf();
  });

  tabel.addEventListener("input", (event) => {
    if (!plek.has(event.target)) return;
    gewijzigd.add(event.target);
    teken(event.target);
    reken();
    bewaarStraks();
  });

  formulier.elements.namedItem("reden").addEventListener("input", () => bewaarStraks());

  function toonBalk(veld) {
    const { rij, kolom } = plek.get(veld);
    const naam = veld.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id).textContent);
    const vraag = `?jaar=${jaren[kolom]}&kant=${rij.kant}`;
    const link = (tekst, pad) => {
      const a = document.createElement("a");
      a.className = "utrecht-link";
      a.href = `${formulier.dataset.basis}${encodeURIComponent(rij.code)}/${pad}/${vraag}`;
      a.textContent = tekst;
      return a;
    };
    celbalk.replaceChildren(`${naam.join(", ")}: `, link("geschiedenis", "geschiedenis"), " ", link("opmerkingen", "opmerkingen"));
    celbalk.hidden = false;
  }

  // ---------- Pasting ----------

  tabel.addEventListener("paste", (event) => {
    const veld = event.target;
    const tekst = event.clipboardData.getData("text/plain");
    if (!plek.has(veld) || !/[\t\n]/.test(tekst)) return;
    event.preventDefault();
    const { rij, kolom } = plek.get(veld);
    const blok = tekst.replaceAll("\r", "").replace(/\n$/, "").split("\n").map((regel) => regel.split("\t"));
    const stappen = [];
    let sommen = 0;
    let buiten = 0;
    zet(veld, begin);
    blok.forEach((waarden, omlaag) => waarden.forEach((waarde, opzij) => {
      const doel = rijen[rij.nummer + omlaag]?.velden[kolom + opzij];
      if (doel === undefined) buiten += 1;
      else if (doel === null) sommen += 1;
      else {
        const oud = doel.value;
        zet(doel, waarde.trim());
        maakOp(doel);
        if (doel.value !== oud) stappen.push({ veld: doel, oud, nieuw: doel.value });
      }
    }));
    legVast(stappen);
    begin = veld.value;
    reken();
    bewaarStraks();
    const bij = [];
    if (sommen) bij.push(`${sommen} vielen op een som en zijn niet overgenomen`);
    if (buiten) bij.push(`${buiten} vielen buiten het rooster`);
    meld(`Geplakt: ${stappen.length} bedragen gewijzigd${bij.length ? `; ${bij.join("; ")}` : ""}.`);
  });

  // ---------- Keeping what is typed ----------

  const gewijzigd = new Set();
  let wekker = null;
  let bezig = null;
  let verstuurd = false;

  function bewaarStraks(na = WACHT) {
    clearTimeout(wekker);
    if (!verstuurd) wekker = setTimeout(stuurKlad, na);
  }

  function kladvorm(velden) {
    const vorm = new FormData();
    const kanten = {};
    for (const veld of velden) {
      const { rij } = plek.get(veld);
      kanten[rij.kant] ??= {};
      kanten[rij.kant][rij.post] = gezien.kanten[rij.kant][rij.post];
      vorm.set(veld.name, veld.value);
    }
    vorm.set("gezien", JSON.stringify({ jaren: gezien.jaren, kanten }));
    for (const naam of ["sleutel", "per", "reden"]) vorm.set(naam, formulier.elements.namedItem(naam).value);
    return vorm;
  }

  async function stuurKlad() {
    if (bezig) {
      bewaarStraks();
      return;
    }
    const velden = [...gewijzigd];
    gewijzigd.clear();
    bezig = new AbortController();
    try {
      const antwoord = await fetch(formulier.dataset.klad, { method: "POST", body: kladvorm(velden), signal: bezig.signal });
      if (!antwoord.ok) throw new Error(String(antwoord.status));
      const { aantal, ingelogd } = await antwoord.json();
      if (!ingelogd) meld("Uw login is verlopen. Wat u typte is onthouden: log opnieuw in en bewaar het dan.");
      else meld(aantal ? `Onthouden, nog niet bewaard: ${aantal} ${aantal === 1 ? "bedrag" : "bedragen"}.` : "Er is niets te bewaren.");
    } catch {
      for (const veld of velden) gewijzigd.add(veld);
      if (!verstuurd) {
        meld("Wat u typt kan nu niet worden onthouden. Laat deze pagina open; het portaal probeert het opnieuw.");
        bewaarStraks(5000);
      }
    } finally {
      bezig = null;
    }
  }

  formulier.addEventListener("submit", () => {
    rondAf();
    verstuurd = true;
    clearTimeout(wekker);
    bezig?.abort();
  });

  window.addEventListener("pageshow", () => {
    verstuurd = false;
  });

  window.addEventListener("pagehide", () => {
    if (!verstuurd && gewijzigd.size) navigator.sendBeacon(formulier.dataset.klad, kladvorm([...gewijzigd]));
  });

})();
