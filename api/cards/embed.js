// Style sheets are constructed: a content security policy that allows no inline style leaves them. `all:initial` stops what pages inherit to all.
// The last `src` counts, in whatever order answers come; where it has no card, what the page put into the element stands again.
const css=`:host{all:initial;display:block;max-width:512px}article{all:initial;display:block;box-sizing:border-box;border:1px solid #c9d0da;border-left:4px solid #0b5394;border-radius:6px;padding:13px 16px;background:#fff;color:#1d2430;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}h2{margin:0;font-size:17.6px;line-height:1.3}a{color:#0b5394}p{margin:6px 0 0}.k{float:right;margin-left:13px;font-size:11.5px;letter-spacing:.06em;text-transform:uppercase;color:#566072}.m{font-size:13px;color:#566072}`,dark=`article{background:#1a2029;color:#e6e9ef;border-color:#39414e;border-left-color:#8fc1ff}a{color:#8fc1ff}.k,.m{color:#a4adbb}`,sheet=text=>{const s=new CSSStyleSheet;s.replaceSync(text);return s};
const sheets={light:sheet(css),dark:sheet(css+dark),any:sheet(css+`@media(prefers-color-scheme:dark){${dark}}`)};
const web=u=>/^https?:\/\//i.test(u)?u:"#";
customElements.get("concept-card")||customElements.define("concept-card",class extends HTMLElement{
static observedAttributes=["src","scheme"];
attributeChangedCallback(){this.isConnected&&this.draw()}
connectedCallback(){this.draw()}
async draw(){
let src=this.getAttribute("src"),card;
if(!src)return;
src=new URL(src,document.baseURI);src.pathname=src.pathname.replace(/\/$/,"")+".json";this.asked=src=src.href;
const key="govgraph "+src;
try{
const r=await fetch(src,{credentials:"omit",signal:AbortSignal.timeout(8000)});
if(!r.ok)throw r.status;
card=await r.json();
try{localStorage[key]=JSON.stringify(card)}catch{}
}catch{try{card=JSON.parse(localStorage[key])}catch{}}
if(this.asked!=src)return;
if(!card||!card.label){this.shadowRoot&&this.shadowRoot.replaceChildren(document.createElement("slot"));return}
const root=this.shadowRoot||this.attachShadow({mode:"open"}),put=(tag,cls,text)=>{const e=document.createElement(tag);e.className=cls;e.textContent=text;e.dir="auto";return e},
box=put("article","",""),head=put("h2","",""),link=put("a","",card.label),figures=Object.entries(card.counts||{}).map(([n,c])=>c+" "+(c==1?n.replace(/s$/,""):n));
link.href=web(card.url);link.target="_top";head.append(link);
box.append(put("span","k",card.kind),head);
const text=card.definition||card.note;
text&&box.append(put("p","",text));
card.credit&&figures.push(card.credit);
figures.length&&box.append(put("p","m",figures.join(" · ")));
root.adoptedStyleSheets=[sheets[this.getAttribute("scheme")]||sheets.any];
root.replaceChildren(box);
}});
