// Points and fences on a map that NiceGUI made. Labels are text: a plate or a name may hold anything.
window.guanjiaMap = (() => {
  const colours = { home: "#2f80c2", in_town: "#8a63b8", forbidden: "#c0392b", repair: "#b7791f" };
  const labelled = (layer, label) => {
    const element = document.createElement("span");
    element.textContent = label;
    return layer.bindTooltip(element);
  };
  const fence = (feature) => {
    const style = { color: colours[feature.properties.role] ?? "#7d8998", weight: 1.5, fillOpacity: 0.07 };
    const layer = L.geoJSON(feature, {
      style,
      pointToLayer: (point, at) => L.circle(at, { ...style, radius: point.properties.radius_m }),
    });
    return labelled(layer, feature.properties.name);
  };
  // where somebody looks is theirs to choose after the first time
  const place = (map) => {
    const bounds = map.guanjiaPoints.getBounds();
    if (map.guanjiaPlaced || !bounds.isValid() || map.getSize().x === 0) return;
    map.fitBounds(bounds.pad(0.1), { maxZoom: 14, animate: false });
    map.guanjiaPlaced = true;
  };
  return {
    begin(map, ground) {
      if (map.guanjiaPoints) return;
      if (ground.layer) {
        const credit = document.createElement("span");
        credit.textContent = ground.layer.credit;
        L.tileLayer(ground.layer.tiles, { attribution: credit.innerHTML }).addTo(map);
        L.control.attribution({ prefix: false }).addTo(map);
      }
      L.control.scale({ imperial: false }).addTo(map);
      for (const feature of ground.fences) fence(feature).addTo(map);
      map.guanjiaPoints = L.featureGroup().addTo(map);
      // a panel is hidden until it has rows: only then has the map a size
      new ResizeObserver(() => {
        map.invalidateSize();
        place(map);
      }).observe(map.getContainer());
    },
    show(map, points) {
      const group = map.guanjiaPoints;
      if (!group) return;
      group.clearLayers();
      for (const { at, label, colour } of points) {
        const style = { radius: 7, weight: 1.5, color: "#fff", fillColor: colour, fillOpacity: 1 };
        labelled(L.circleMarker(at, style), label).addTo(group);
      }
      place(map);
    },
  };
})();
