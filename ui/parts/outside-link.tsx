import { Anchor, Text } from '@mantine/core';

/** The address as a link may have it: http and https alone. */
function harmless(href: string): string | undefined {
  const url = URL.parse(href);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined;
}

/** A link that came from outside. What is no web address is shown as text, and leads nowhere. */
export function OutsideLink({ href, text }: { readonly href: string; readonly text?: string | undefined }) {
  const address = harmless(href);
  const words = text === undefined || text === '' ? href : text;
  if (address === undefined) {
    return (
      <Text size="sm" span className="from-outside">
        {words === href ? href : `${words} (${href})`}
      </Text>
    );
  }
  return (
    <Anchor
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      size="sm"
      title={address}
      className="from-outside"
    >
      {words}
    </Anchor>
  );
}
