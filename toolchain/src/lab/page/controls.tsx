/** Sliders for the conditions of the network, and partitions. */
import { useRef, useState } from 'preact/hooks';
import type { Kind } from '../conditions';
import type { Store } from './store';

interface Slider {
  kind: Kind;
  label: string;
  max: number;
  /** The command's value of a slider's. */
  value(position: number): string;
  /** The slider's value of a setting's. */
  position(value: number): number;
}

const SHARE = {
  max: 100,
  value: (position: number) => `${position}%`,
  position: (value: number) => Math.round(value * 100),
};
const TIME = { max: 1000, value: (position: number) => `${position}ms`, position: (value: number) => value };

const SLIDERS: Slider[] = [
  { kind: 'loss', label: 'Loss', ...SHARE },
  { kind: 'delay', label: 'Delay', ...TIME },
  { kind: 'jitter', label: 'Jitter', ...TIME },
  { kind: 'duplicate', label: 'Duplicate', ...SHARE },
  { kind: 'reorder', label: 'Reorder', ...SHARE },
  { kind: 'corrupt', label: 'Corrupt', ...SHARE },
];

const RATES = ['0', '16k', '64k', '250k', '1M', '10M', '100M'];
const rateValue = (text: string): number => Number(text.replace('k', '000').replace('M', '000000'));

export function Controls({ store, say }: { store: Store; say(text: string): void }) {
  const stations = store.hello?.stations ?? [];
  const boards = store.hello?.boards ?? [];
  const [one, setOne] = useState('all');
  const [other, setOther] = useState('all');
  const [chosen, setChosen] = useState<string[]>([]);
  const where = one === 'all' ? '' : other === 'all' || other === one ? one : [one, other].sort().join('-');
  const settings = store.state?.settings ?? [];
  const valueOf = (kind: Kind): number =>
    settings.find((setting) => setting.where === where && setting.kind === kind)?.value ?? 0;
  const send = (command: string): void =>
    void store.command(command).then(say, () => say('The laboratory does not answer.'));
  const set = (kind: Kind, value: string): void => send(`${kind} ${where || 'all'} ${value}`);
  const partition = store.state?.partition ?? undefined;
  return (
    <div class="controls scrolls">
      <div class="where">
        <label>
          Frames of
          <select value={one} onChange={(event) => setOne(event.currentTarget.value)}>
            <option value="all">all</option>
            {stations.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          and
          <select value={other} disabled={one === 'all'} onChange={(event) => setOther(event.currentTarget.value)}>
            <option value="all">all others</option>
            {stations.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      {SLIDERS.map((slider) => (
        <SliderRow
          key={slider.kind}
          slider={slider}
          now={slider.position(valueOf(slider.kind))}
          set={(text) => set(slider.kind, text)}
        />
      ))}
      <label class="slider">
        <span>Rate</span>
        <select
          value={RATES.find((text) => rateValue(text) === valueOf('rate')) ?? '0'}
          onChange={(event) => set('rate', event.currentTarget.value)}
        >
          {RATES.map((text) => (
            <option key={text} value={text}>
              {text === '0' ? 'no limit' : `${text}bit/s`}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>Partition</legend>
        <div class="checks">
          {boards.slice(0, 24).map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={() =>
                  setChosen(chosen.includes(name) ? chosen.filter((entry) => entry !== name) : [...chosen, name])
                }
              />
              {name}
            </label>
          ))}
        </div>
        <button onClick={() => send(`partition ${chosen.length > 0 ? chosen.join(',') : 'all'}`)}>
          {chosen.length > 0 ? 'Cut these off' : 'Cut all apart'}
        </button>
        <button disabled={partition === undefined} onClick={() => send('partition off')}>
          Mend
        </button>
      </fieldset>
    </div>
  );
}

/** While it is moved it shows its own value, not what the laboratory had a moment ago. */
function SliderRow({ slider, now, set }: { slider: Slider; now: number; set(text: string): void }) {
  const [moved, setMoved] = useState<number>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const current = moved ?? now;
  return (
    <label class="slider">
      <span>{slider.label}</span>
      <input
        type="range"
        aria-label={slider.label}
        min={0}
        max={slider.max}
        value={current}
        onInput={(event) => {
          const position = Number(event.currentTarget.value);
          setMoved(position);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            set(slider.value(position));
            timer.current = setTimeout(() => setMoved(undefined), 1000);
          }, 80);
        }}
      />
      <output>{slider.value(current)}</output>
    </label>
  );
}
