/** The sequence diagram: a row for each frame, a lane for each station. Only rows in sight are in the document. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { NO_STATION } from '../page_messages';
import type { Row, Store } from './store';

const ROW = 26;
const ROW_NARROW = 46;
const MAX_LANES = 10;

interface Lanes {
  /** Places of the stations that have one. */
  places: number[];
  width: number;
}

export function lanesOf(store: Store, narrow: boolean): Lanes {
  const count = store.hello?.stations.length ?? 0;
  let places = Array.from({ length: count }, (_, i) => i);
  if (count > MAX_LANES) {
    // The busiest of what is in sight, and the gateway.
    const busy = new Map<number, number>([[count - 1, Infinity]]);
    for (const row of store.filtered.slice(-500)) busy.set(row.from, (busy.get(row.from) ?? 0) + 1);
    places = [...busy]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MAX_LANES)
      .map(([place]) => place)
      .sort((a, b) => a - b);
  }
  const room = narrow ? 110 : 380;
  return {
    places,
    width: Math.max(narrow ? 12 : 30, Math.min(narrow ? 24 : 72, Math.floor(room / Math.max(1, places.length)))),
  };
}

const middle = (lane: number, width: number): number => lane * width + width / 2;

/** One frame's arrows: to each station that got it, cut short where it was lost. */
function Arrows({ row, lanes, height }: { row: Row; lanes: Lanes; height: number }) {
  const { places, width } = lanes;
  const y = height / 2;
  const laneOf = (place: number): number => places.indexOf(place);
  const start = laneOf(row.from);
  const lines = [];
  const from = start < 0 ? 0 : middle(start, width);
  const ends = new Map<number, string>();
  let lostAtOnce = false;
  for (const { to, fate } of row.fates) {
    if (to === NO_STATION) lostAtOnce ||= fate === 'lost';
    else if (fate === 'delivered' || !ends.has(to)) ends.set(to, fate);
  }
  for (const [to, fate] of ends) {
    const lane = laneOf(to);
    if (lane < 0) continue;
    const end = middle(lane, width);
    const way = Math.sign(end - from);
    if (fate === 'lost' || fate === 'dropped') {
      const cut = from + (end - from) * 0.6;
      lines.push(<line key={`l${to}`} class="wire lost" x1={from} y1={y} x2={cut} y2={y} />);
      lines.push(<path key={`x${to}`} class="cross" d={`M${cut - 3} ${y - 3}l6 6m0 -6l-6 6`} />);
    } else if (fate === 'delivered') {
      lines.push(<line key={`l${to}`} class="wire" x1={from} y1={y} x2={end - way * 3} y2={y} />);
      lines.push(<path key={`h${to}`} class="head" d={`M${end} ${y}l${-way * 6} -3.5v7z`} />);
    } else {
      lines.push(<line key={`l${to}`} class="wire waits" x1={from} y1={y} x2={(from + end) / 2} y2={y} />);
    }
  }
  if (lostAtOnce) {
    const cut = from + (start < places.length - 1 ? 1 : -1) * width * 0.45;
    lines.push(<line key="l" class="wire lost" x1={from} y1={y} x2={cut} y2={y} />);
    lines.push(<path key="x" class="cross" d={`M${cut - 3} ${y - 3}l6 6m0 -6l-6 6`} />);
  }
  return (
    <svg class="lanes" width={places.length * width} height={height} aria-hidden="true">
      {places.map((place, lane) => (
        <line key={place} class="lane" x1={middle(lane, width)} x2={middle(lane, width)} y1={0} y2={height} />
      ))}
      {lines}
      {start >= 0 && <circle class="origin" cx={from} cy={y} r={2.5} />}
    </svg>
  );
}

const isLost = (row: Row): boolean => row.fates.some(({ fate }) => fate === 'lost' || fate === 'dropped');

/** What befell it besides arriving, in words. */
export function fateText(store: Store, row: Row): string {
  const counts = new Map<string, number>();
  for (const { to, fate, time } of row.fates) {
    const where = to === NO_STATION ? '' : ` ${fate === 'delivered' ? 'to' : 'on the way to'} ${store.nameOf(to)}`;
    const after = time - row.time >= 0.5 && fate === 'delivered' ? ` after ${(time - row.time).toFixed(0)} ms` : '';
    const text = `${fate}${where}${after}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => (count > 1 ? `${text} ×${count}` : text)).join(', ') || 'under way';
}

const kindOf = (protocol: string): string =>
  /^(ARP|ND|ICMP|ICMPv6|IGMP|MLD|Ethernet)$/.test(protocol)
    ? 'control'
    : /^(DNS|mDNS|DHCP|NTP)$/.test(protocol)
      ? 'service'
      : 'app';

export function Frames({
  store,
  selected,
  select,
}: {
  store: Store;
  selected: Row | undefined;
  select(row: Row | undefined): void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState(0);
  const [size, setSize] = useState({ height: 400, width: 800 });
  const [follows, setFollows] = useState(true);
  const gone = useRef(store.rows.gone);
  const narrow = size.width < 560;
  const height = narrow ? ROW_NARROW : ROW;
  const rows = store.filtered;
  const lanes = lanesOf(store, narrow);

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const observer = new ResizeObserver(() => setSize({ height: element.clientHeight, width: element.clientWidth }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = box.current as HTMLDivElement;
    // What is looked at stays in sight while older rows go.
    if (!follows && store.rows.gone !== gone.current) element.scrollTop -= (store.rows.gone - gone.current) * height;
    gone.current = store.rows.gone;
    if (follows) element.scrollTop = element.scrollHeight;
  });

  const first = Math.max(0, Math.floor(scroll / height) - 4);
  const last = Math.min(rows.length, Math.ceil((scroll + size.height) / height) + 4);
  const onScroll = (): void => {
    const element = box.current as HTMLDivElement;
    setScroll(element.scrollTop);
    setFollows(element.scrollTop + element.clientHeight >= element.scrollHeight - height);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step === undefined || rows.length === 0) return;
    event.preventDefault();
    const at = selected ? rows.indexOf(selected) : -1;
    const next = Math.max(0, Math.min(rows.length - 1, at < 0 ? rows.length - 1 : at + step));
    select(rows[next]);
    setFollows(false);
    const element = box.current as HTMLDivElement;
    if (next * height < element.scrollTop) element.scrollTop = next * height;
    if ((next + 2) * height > element.scrollTop + element.clientHeight)
      element.scrollTop = (next + 2) * height - element.clientHeight;
  };
  const since = store.hello?.since ?? 0;

  return (
    <section class="frames panel" aria-label="Frames">
      <div class="lane-names" aria-hidden="true">
        <span class="time">time</span>
        <span class="lane-row" style={{ width: `${lanes.places.length * lanes.width}px` }}>
          {lanes.places.map((place) => (
            <span key={place} class={`lane-name c${place % 12}`} style={{ width: `${lanes.width}px` }}>
              {store.nameOf(place)}
            </span>
          ))}
        </span>
        <span>
          {rows.length === store.rows.length
            ? `${store.total} frames`
            : `${rows.length} of ${store.rows.length} frames`}
        </span>
      </div>
      <div
        class="rows"
        ref={box}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        tabIndex={0}
        role="listbox"
        aria-label="Frames, oldest first"
        aria-activedescendant={selected ? `frame-${selected.number}` : undefined}
      >
        <div class="all-rows" style={{ height: `${rows.length * height}px` }}>
          {rows.slice(first, last).map((row, i) => (
            <div
              key={row.number}
              id={`frame-${row.number}`}
              class={`row ${isLost(row) ? 'is-lost' : ''}`}
              role="option"
              aria-selected={row === selected}
              style={{ top: `${(first + i) * height}px`, height: `${height}px` }}
              onClick={() => {
                select(row);
                setFollows(false);
              }}
            >
              <span class="time">{((row.time - since) / 1000).toFixed(3)}</span>
              <Arrows row={row} lanes={lanes} height={height} />
              <span class={`protocol ${kindOf(row.protocol)}`}>{row.protocol}</span>
              <span class="ends">{`${row.fromText} → ${row.toText}`}</span>
              <span class="summary">{row.summary}</span>
            </div>
          ))}
        </div>
        {rows.length === 0 && <p class="empty">{store.filter ? 'No frame passes the filter.' : 'No frame yet.'}</p>}
      </div>
      {!follows && rows.length > 0 && (
        <button class="follow" onClick={() => setFollows(true)}>
          Follow ↓
        </button>
      )}
    </section>
  );
}
