import { Alert, Button, Stack } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useConnectors } from '../connectors/connector-queries.ts';
import { useOtherTabs } from '../connectors/use-read-anew.ts';
import { Page } from '../parts/page.tsx';
import { LoadFailed, Loading, QueryView } from '../parts/query-view.tsx';
import { readRule, rulePath } from '../rules/rules-api.ts';
import { ruleFormTexts as texts } from '../texts/rule-form.ts';
import { newId } from './new-id.ts';
import { RuleForm } from './rule-form.tsx';
import { type RuleTypeShown, useRuleTypes } from './rule-form-api.ts';
import { fromRule, newRule } from './rule-values.ts';
import { TypeCards } from './type-cards.tsx';
import { formOf } from './types/type-forms.ts';

/** Makes a rule, or changes one. */
export default function RuleFormPage() {
  const { id } = useParams();
  useOtherTabs();
  return id === undefined ? <NewRulePage /> : <EditRulePage key={id} id={id} />;
}

function NewRulePage() {
  const [search] = useSearchParams();
  const types = useRuleTypes();
  const typeId = search.get('type');
  const type = types.data?.find((each) => each.id === typeId);
  if (type !== undefined) return <NewRule key={type.id} type={type} />;
  return (
    <Page title={texts.newTitle} about={texts.newAbout}>
      <QueryView query={types} lines={6}>
        {(all) => <TypeCards types={all} />}
      </QueryView>
    </Page>
  );
}

function NewRule({ type }: { readonly type: RuleTypeShown }) {
  const [id] = useState(newId);
  const connectors = useConnectors();
  return (
    <QueryView query={connectors} lines={8}>
      {(all) => (
        <RuleForm
          kind="new"
          id={id}
          type={type}
          connectors={all}
          title={`${texts.newTitle}: ${type.name}`}
          initial={() =>
            newRule(type, {
              params: formOf(type.id).initial,
              connectorId: all.length === 1 ? (all[0]?.id ?? '') : '',
              newId,
            })
          }
        />
      )}
    </QueryView>
  );
}

function EditRulePage({ id }: { readonly id: string }) {
  const types = useRuleTypes();
  const connectors = useConnectors();
  const rule = useQuery({
    queryKey: ['rule', id, 'edit'],
    queryFn: ({ signal }) => readRule(id, signal),
    // What is being typed is not to be pulled from under anybody's hands.
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const name = rule.data?.rule.name ?? id;
  const isThere = rule.data !== undefined && types.data !== undefined && connectors.data !== undefined;
  if (!isThere) {
    const [failed] = [rule, types, connectors].filter(({ isError }) => isError);
    return (
      <Page title={texts.editTitle(name)}>
        {failed === undefined ? (
          <Loading lines={8} />
        ) : (
          <LoadFailed error={failed.error} onRetry={() => void failed.refetch()} />
        )}
      </Page>
    );
  }
  const { rule: saved, listed } = rule.data;
  const file = listed.managed_by?.file;
  const type = types.data.find((each) => each.id === saved.rule_type_id);
  if (file !== undefined || type === undefined) {
    return (
      <Page title={texts.editTitle(name)}>
        <Stack align="flex-start">
          <Alert color="blue" icon={<IconFileText aria-hidden />} title={texts.readOnlyTitle} w="100%">
            {file === undefined ? texts.noType(saved.rule_type_id) : texts.readOnly(file)}
          </Alert>
          <Button component={Link} to={`${rulePath(id)}/definition`} variant="default">
            {texts.toRule}
          </Button>
        </Stack>
      </Page>
    );
  }
  return (
    <RuleForm
      kind="edit"
      id={id}
      type={type}
      connectors={connectors.data}
      title={texts.editTitle(name)}
      before={saved}
      initial={() => fromRule(saved)}
    />
  );
}
