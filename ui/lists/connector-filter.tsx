import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { get } from '../api/request.ts';
import { listTexts } from '../texts/lists.ts';
import { ChoiceFilter } from './choice-filter.tsx';

/** Of the list of connectors only what a choice needs. */
const names = z.array(z.object({ id: z.string(), name: z.string() }));

/** Every connector's id and name. */
export function useConnectorNames() {
  return useQuery({
    queryKey: ['connector-names'],
    queryFn: ({ signal }) => get(names, '/api/actions/connectors', signal),
    staleTime: 30_000,
  });
}

/** Which connector an event came through. */
export function ConnectorFilter({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const { data = [] } = useConnectorNames();
  return (
    <ChoiceFilter
      label={listTexts.connector}
      any={listTexts.anyConnector}
      value={value}
      choices={data.map(({ id, name }) => [id, name] as const)}
      onChange={onChange}
    />
  );
}
