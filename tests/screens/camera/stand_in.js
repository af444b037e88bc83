// Stands before the page's own script, in the place of what the window brings along: every call goes to the core over
// HTTP. What it answers is the core's own.
(() => {
  // Asks of these names fail, as they would where the phone's storage does; `?failing=start` fails from the first one on.
  window.failingAsks = new Set(new URLSearchParams(location.search).getAll('failing'));
  // The next answers to asks of these names are lost on their way; `?losing=start` loses the first one.
  window.losingAsks = new Set(new URLSearchParams(location.search).getAll('losing'));
  const failed = { code: 'storage', zh: '手机存储读不出来', en: 'The storage of the phone could not be read', detail: 'by hand' };
  const invoke = async (command, body, options) => {
    if (command === 'ask' && window.failingAsks.has(body.ask.ask)) return { failed };
    if (command === 'ask' && window.losingAsks.delete(body.ask.ask)) return new Promise(() => {});
    const isRaw = body instanceof Uint8Array;
    const headers = isRaw ? options.headers : { 'content-type': 'application/json' };
    const asked = { method: 'POST', headers, body: isRaw ? body : JSON.stringify(body) };
    const answer = await fetch(`/invoke/${command}`, asked);
    if (!answer.ok) throw await answer.text();
    return answer.json();
  };
  const convertFileSrc = (path, scheme) => `/${scheme}/${encodeURIComponent(path)}`;
  window.__TAURI__ = { core: { invoke, convertFileSrc } };

  // The cameras that were opened are kept, so that it is seen whether they were closed again. At `?refuse` the person
  // says no.
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  const isRefused = new URLSearchParams(location.search).has('refuse');
  window.openedCameras = [];
  devices.getUserMedia = async wanted => {
    if (isRefused) throw new DOMException('The person said no', 'NotAllowedError');
    const camera = await open(wanted);
    window.openedCameras.push(camera);
    return camera;
  };

  // At `?receiver` there is a position receiver, and the phone stands where it starts from. How it is asked is kept, so
  // that it is seen whether it runs and how; once it is silenced it tells nothing any more.
  if (new URLSearchParams(location.search).has('receiver')) {
    const watches = new Map();
    const place = invoke('ask', { ask: { ask: 'start' } }).then(answer => answer.told.start.home);
    let asked = 0;
    const tell = async (hear, isExact) => {
      const home = await place;
      if (!home || window.receiverIsSilent) return;
      const coords = { longitude: home.lon, latitude: home.lat, accuracy: isExact ? 6 : 40 };
      hear({ coords, timestamp: Date.now() });
    };
    const receiver = {
      watchPosition: (hear, refuse, options) => {
        const isExact = options.enableHighAccuracy === true;
        asked += 1;
        watches.set(asked, { isExact, timer: setInterval(() => tell(hear, isExact), 500) });
        return asked;
      },
      clearWatch: id => {
        clearInterval(watches.get(id)?.timer);
        watches.delete(id);
      },
      getCurrentPosition: hear => { tell(hear, true); },
    };
    Object.defineProperty(navigator, 'geolocation', { value: receiver });
    window.receiverRuns = () => [...watches.values()].map(watch => watch.isExact ? 'exact' : 'coarse').join() || 'off';
  }
})();
