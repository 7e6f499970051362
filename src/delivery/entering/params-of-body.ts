import { isJsonObject, parseJsonObject } from '../../pagerduty/json-value.ts';

/** A kept body as the params that say the same, for people to edit. */
export interface EditableEvent {
  readonly params: Readonly<Record<string, unknown>>;
  /** Fields that params can not say, such as a relay's client may send: `payload.team`. */
  readonly leftOut: readonly string[];
}

/** The name of each field in params, by its name in a body. */
const topNames = { dedup_key: 'dedupKey', client: 'client', client_url: 'clientUrl' };
const changePayloadNames = {
  summary: 'summary',
  source: 'source',
  timestamp: 'timestamp',
  custom_details: 'customDetails',
};
const payloadNames = {
  ...changePayloadNames,
  severity: 'severity',
  component: 'component',
  group: 'group',
  class: 'class',
};

/** Turns the body of an event around into the params of `_enqueue`; what it becomes is judged as any other params are. */
export function paramsOfBody(text: string): EditableEvent {
  const body = parseJsonObject(text) ?? {};
  const { event_action: action, payload, links, images, ...rest } = body;
  const leftOut: string[] = [];
  const take = (from: object, names: Readonly<Record<string, string>>, at: string) =>
    Object.fromEntries(
      Object.entries(from).flatMap(([name, value]) => {
        const param = Object.hasOwn(names, name) ? names[name] : undefined;
        if (param !== undefined) return [[param, value]];
        leftOut.push(at + name);
        return [];
      }),
    );
  const takeItems = (items: unknown, names: Readonly<Record<string, string>>, at: string) =>
    Array.isArray(items)
      ? items.map((item: unknown, i) => take(isJsonObject(item) ? item : {}, names, `${at}[${i}].`))
      : undefined;

  const isChange = action === undefined;
  const top = take(rest, isChange ? {} : topNames, '');
  const inner = take(
    isJsonObject(payload) ? payload : {},
    isChange ? changePayloadNames : payloadNames,
    'payload.',
  );
  // Params want a text of every link; an empty one is not sent.
  const linkItems = takeItems(links, { href: 'href', text: 'text' }, 'links')?.map((link) => ({
    text: '',
    ...link,
  }));
  const imageItems = takeItems(images, { src: 'src', href: 'href', alt: 'alt' }, 'images');
  const params = {
    eventAction: isChange ? 'change' : action,
    ...top,
    ...inner,
    ...(linkItems !== undefined && { links: linkItems }),
    ...(imageItems !== undefined && { images: imageItems }),
  };
  return { params, leftOut };
}
