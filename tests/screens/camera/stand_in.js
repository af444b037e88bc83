// Stands before the page's own script, in the place of what the window brings along: every call goes to the core over
// HTTP. What it answers is the core's own.
(() => {
  const invoke = async (command, body, options) => {
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
})();
