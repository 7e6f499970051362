import { Card, Group, SimpleGrid, Text, ThemeIcon } from '@mantine/core';
import { Link } from 'react-router';
import type { RuleTypeShown } from './rule-form-api.ts';
import { formOf, placeOf } from './types/type-forms.ts';

/** The types that a rule can have, a card each. */
export function TypeCards({ types }: { readonly types: readonly RuleTypeShown[] }) {
  const sorted = types.toSorted((one, other) => {
    const [a, b] = [placeOf(one.id), placeOf(other.id)];
    return a === b ? one.name.localeCompare(other.name) : a - b;
  });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
      {sorted.map(({ id, name }) => {
        const { about, Icon } = formOf(id);
        return (
          <Card
            key={id}
            component={Link}
            to={`/rules/new?type=${encodeURIComponent(id)}`}
            withBorder
            className="figure-link"
            padding="md"
          >
            <Group gap="sm" wrap="nowrap" align="flex-start">
              <ThemeIcon variant="light" size="lg" aria-hidden>
                <Icon size={20} />
              </ThemeIcon>
              <div>
                <Text fw={600}>{name}</Text>
                <Text size="sm" c="dimmed">
                  {about}
                </Text>
              </div>
            </Group>
          </Card>
        );
      })}
    </SimpleGrid>
  );
}
