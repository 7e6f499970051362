import type { EventImage, EventLink } from './event.ts';
import { fitText, type Note } from './fit-text.ts';
import { isJsonObject, toJsonObject, wellFormed } from './json-value.ts';

/** The links of an event, without those that have no href. Fields that PagerDuty does not know stay. */
export function fitLinks(value: unknown, note: Note): EventLink[] | undefined {
  return fitList('links', value, note, (item, name) => {
    const { href, text, ...extra } = item;
    if (typeof href !== 'string' || href.trim() === '') {
      note(`${name} left out: it has no href`);
      return undefined;
    }
    return { href: wellFormed(href), ...optional('text', text, name, note), ...toJsonObject(extra) };
  });
}

/** The images of an event, without those that have no src or one that is not https, which PagerDuty refuses. */
export function fitImages(value: unknown, note: Note): EventImage[] | undefined {
  return fitList('images', value, note, (item, name) => {
    const { src, href, alt, ...extra } = item;
    if (typeof src !== 'string' || !/^https:\/\/\S/i.test(src)) {
      note(`${name} left out: its src is not an https address`);
      return undefined;
    }
    return {
      src: wellFormed(src),
      ...optional('href', href, name, note),
      ...optional('alt', alt, name, note),
      ...toJsonObject(extra),
    };
  });
}

function fitList<Item>(
  field: string,
  value: unknown,
  note: Note,
  fit: (item: Record<string, unknown>, name: string) => Item | undefined,
): Item[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) {
    note(`${field} left out: not an array`);
    return undefined;
  }
  const items = value.flatMap((item: unknown, index): Item[] => {
    const fitted = fit(isJsonObject(item) ? item : {}, `${field}[${index}]`);
    return fitted === undefined ? [] : [fitted];
  });
  return items.length === 0 ? undefined : items;
}

function optional<Name extends string>(field: Name, value: unknown, item: string, note: Note) {
  const text = fitText(`${item}.${field}`, value, note);
  return text === undefined ? {} : { [field]: text };
}
