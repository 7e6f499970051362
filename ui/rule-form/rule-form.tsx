import { Button, Grid, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FocusEvent, useCallback, useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiError } from '../api/api-error.ts';
import type { ListedConnector } from '../connectors/connector-queries.ts';
import { DiscardDialog } from '../connectors/discard-dialog.tsx';
import { Page } from '../parts/page.tsx';
import { Section } from '../parts/section.tsx';
import { useLeaveGuard } from '../parts/use-leave-guard.ts';
import { isTold } from '../rules/how-to-tell.ts';
import { readRuleAlerts, rulePath } from '../rules/rules-api.ts';
import { texts as common } from '../texts/common.ts';
import { ruleFormTexts as texts } from '../texts/rule-form.ts';
import type { ActionValues } from './actions/action-values.ts';
import { ActionsSection } from './actions/actions-section.tsx';
import { ConnectorDrawer } from './actions/connector-drawer.tsx';
import { withConnector } from './actions/with-connector.ts';
import { EditConsequences } from './edit-consequences.tsx';
import { ownFaults, refusalFaults } from './faults-of.ts';
import { BrokenJsonContext } from './fields/broken-json.ts';
import { type Faults, FaultsContext } from './fields/faults-context.ts';
import { isTouched } from './fields/is-touched.ts';
import { NameSection, ScheduleFields } from './general-section.tsx';
import { goToField } from './go-to-field.ts';
import { atFormPlaces, isWaived, previewBody, sentActions } from './preview/preview-body.ts';
import { PreviewPane } from './preview/preview-pane.tsx';
import { usePreview } from './preview/use-preview.ts';
import { type RuleTypeShown, type SavedRule, saveRule } from './rule-form-api.ts';
import { type RuleValues, toBody } from './rule-values.ts';
import { SaveBar } from './save-bar.tsx';
import { formOf } from './types/type-forms.ts';

interface RuleFormProps {
  readonly kind: 'new' | 'edit';
  readonly id: string;
  readonly type: RuleTypeShown;
  readonly connectors: readonly ListedConnector[];
  readonly title: string;
  /** The rule as it is; only of one that there is. */
  readonly before?: SavedRule;
  /** Called once. */
  readonly initial: () => RuleValues;
}

const noFaults: Faults = new Map();

/** The form of a rule, with what it would do beside it. */
export function RuleForm({ kind, id, type, connectors, title, before, initial }: RuleFormProps) {
  const typeForm = formOf(type.id);
  const [values, setValues] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set());
  const tellBroken = useCallback((path: string, isBroken: boolean) => {
    setBroken((old) => new Set(isBroken ? [...old, path] : [...old].filter((each) => each !== path)));
  }, []);
  const [wasTried, setTried] = useState(false);
  const [makingFor, setMakingFor] = useState<string>();
  const [isLeavingType, setLeavingType] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const guard = useLeaveGuard();

  const json = useMemo(() => JSON.stringify(toBody(values)), [values]);
  const [savedJson] = useState(json);
  const isDirty = json !== savedJson;
  useEffect(() => guard.setDirty(isDirty), [guard.setDirty, isDirty]);

  const faultsHere = useMemo(
    () =>
      ownFaults(values, [
        ...(typeForm.missing?.(values.params) ?? []),
        ...[...broken].map((path) => [path, texts.jsonFault] as const),
      ]),
    [values, typeForm.missing, broken],
  );
  const previewJson = useMemo(
    () => previewBody({ id, typeId: type.id }, values, faultsHere),
    [id, type.id, values, faultsHere],
  );
  const isByHand = typeForm.mayChangeSomething?.(values.params) === true;
  const preview = usePreview(previewJson, !isByHand);

  const saving = useMutation({
    mutationFn: () =>
      saveRule(kind, id, {
        ...JSON.parse(json),
        ...(kind === 'new' && { rule_type_id: type.id, consumer: 'alerts' }),
      }),
    onSuccess: async (rule) => {
      notifications.show({ message: kind === 'new' ? texts.created(rule.name) : texts.saved(rule.name) });
      await Promise.all(
        [['part'], ['rule'], ['alerting'], ['rules']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
      const isToldNow = kind === 'new' && isTold(type.id);
      await guard.letGo(() => navigate(isToldNow ? `${rulePath(id)}/told` : rulePath(id)));
    },
  });

  // What the server found wrong with this very rule; once it is changed, that is old.
  const refusal = preview.refusal?.json === previewJson ? preview.refusal?.message : undefined;
  const [refusedJson, setRefusedJson] = useState<string>();
  const saveFault = saving.isError && refusedJson === json ? saving.error : undefined;
  const saveRefusal =
    saveFault instanceof ApiError && saveFault.status === 400 ? saveFault.message : undefined;
  const faults = useMemo(() => {
    const found = new Map(faultsHere);
    const add = (more: Faults) => {
      for (const [path, words] of more) if (!found.has(path)) found.set(path, words);
    };
    if (saveRefusal !== undefined) add(refusalFaults(saveRefusal, values));
    if (refusal !== undefined)
      add(atFormPlaces(refusalFaults(refusal, { actions: sentActions(values) }), values));
    return found;
  }, [faultsHere, refusal, saveRefusal, values]);
  const shown: Faults = useMemo(
    () => new Map([...faults].filter(([path]) => wasTried || isTouched(touched, path))),
    [faults, touched, wasTried],
  );
  /** Without what a preview can do without: a name, and connectors. */
  const holding: Faults = useMemo(() => new Map([...faults].filter(([path]) => !isWaived(path))), [faults]);

  const onChange = useCallback(
    (change: Partial<RuleValues>) => setValues((old) => ({ ...old, ...change })),
    [],
  );
  const onActions = useCallback(
    (change: (actions: readonly ActionValues[]) => readonly ActionValues[]) =>
      setValues((old) => ({ ...old, actions: change(old.actions) })),
    [],
  );
  const touch = ({ target }: FocusEvent) => {
    const path = target.closest<HTMLElement>('[data-field]')?.dataset.field;
    if (path !== undefined) setTouched((old) => (old.has(path) ? old : new Set([...old, path])));
  };
  const save = () => {
    setTried(true);
    // What the server has refused it may take by now; it says so itself.
    if (faultsHere.size > 0) return goToFirst(faultsHere);
    setRefusedJson(json);
    saving.mutate(undefined, {
      onError: (error) => {
        if (error instanceof ApiError && error.status === 400)
          goToFirst(refusalFaults(error.message, values));
      },
    });
  };
  const rule = useMemo(
    () => ({ id, name: values.name.trim(), tags: values.tags }),
    [id, values.name, values.tags],
  );
  const alerts = useQuery({
    queryKey: ['rule', id, 'open'],
    queryFn: ({ signal }) => readRuleAlerts(id, signal),
    enabled: before !== undefined,
    meta: { live: 'rules' },
  });

  return (
    <Page
      title={title}
      about={typeForm.about}
      actions={
        kind === 'new' && (
          <Button
            size="xs"
            variant="default"
            onClick={() => (isDirty ? setLeavingType(true) : void navigate('/rules/new'))}
          >
            {texts.otherType}
          </Button>
        )
      }
    >
      <BrokenJsonContext value={tellBroken}>
        <FaultsContext value={shown}>
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, md: 7 }} onBlur={touch}>
              <Stack gap="xl">
                <NameSection values={values} onChange={onChange} />
                <Section title={isTold(type.id) ? texts.told : texts.watched}>
                  <Stack gap="sm">
                    <typeForm.Fields initial={values.params} onChange={(params) => onChange({ params })} />
                    <ScheduleFields values={values} isTold={isTold(type.id)} onChange={onChange} />
                  </Stack>
                </Section>
                <ActionsSection
                  actions={values.actions}
                  type={type}
                  connectors={connectors}
                  rule={rule}
                  preview={preview.result}
                  onActions={onActions}
                  onCreateConnector={setMakingFor}
                />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 5 }}>
              <div className="beside">
                <PreviewPane
                  preview={preview}
                  faults={holding}
                  isByHand={isByHand}
                  isWithoutConnector={sentActions(values).length < values.actions.length}
                  placeOf={(uuid) => values.actions.findIndex((each) => each.uuid === uuid)}
                />
              </div>
            </Grid.Col>
          </Grid>
        </FaultsContext>
      </BrokenJsonContext>
      <SaveBar
        save={kind === 'new' ? texts.create : common.save}
        isSaving={saving.isPending}
        faults={wasTried ? faults : noFaults}
        error={saveRefusal === undefined ? saveFault : undefined}
        backTo={kind === 'new' ? '/rules' : rulePath(id)}
        onSave={save}
      >
        {before !== undefined && (
          <EditConsequences
            before={before}
            values={values}
            type={type}
            alerts={alerts.data?.items ?? []}
            connectors={connectors}
          />
        )}
      </SaveBar>
      <ConnectorDrawer
        isOpen={makingFor !== undefined}
        connectors={connectors}
        onClose={() => setMakingFor(undefined)}
        onMade={({ id: connectorId }) => {
          if (makingFor !== undefined) onActions((old) => withConnector(old, makingFor, connectorId));
          setMakingFor(undefined);
        }}
      />
      <DiscardDialog
        isOpen={guard.isAsking || isLeavingType}
        title={texts.discard}
        onStay={() => {
          setLeavingType(false);
          guard.stay();
        }}
        onLeave={() => {
          if (isLeavingType) void navigate('/rules/new');
          else guard.leave();
        }}
      />
    </Page>
  );
}

/** Once what is folded away has unfolded. */
function goToFirst(faults: Faults): void {
  const [first] = faults.keys();
  if (first !== undefined) setTimeout(() => goToField(first));
}
