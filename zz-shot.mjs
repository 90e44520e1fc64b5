import { chromium } from 'playwright-core';
const b=await chromium.launch({args:['--no-sandbox','--disable-gpu'],executablePath:'/usr/bin/chromium'});
for(const [name,f] of [['faults','/tmp/faults.html'],['sixty','/tmp/sixty.html'],['last','/tmp/last.html']])
 for(const [kind,opt] of [['light',{viewport:{width:1280,height:800},colorScheme:'light'}],['dark',{viewport:{width:1280,height:800},colorScheme:'dark'}],['phone',{viewport:{width:390,height:844},colorScheme:'light',deviceScaleFactor:2}]]){
  const c=await b.newContext(opt);const p=await c.newPage();await p.goto('file://'+f);
  console.log(name,kind,await p.evaluate(()=>[document.documentElement.scrollWidth,innerWidth,document.documentElement.scrollHeight].join(' ')));
  await p.screenshot({path:`/tmp/shot-${name}-${kind}.png`,fullPage:true,clip:{x:0,y:0,width:opt.viewport.width,height:Math.min(2600,await p.evaluate(()=>document.documentElement.scrollHeight))}});
 }
await b.close();
