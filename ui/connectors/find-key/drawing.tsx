import type { ReactNode } from 'react';
import { findKeyTexts } from '../../texts/connector-form.ts';
import { Caret, Field, Marked, PressHere, Row, ScreenButton, Tab, Words } from './screen-parts.tsx';

const { screen: words, drawings } = findKeyTexts;

export type DrawingName = keyof typeof drawings;

const Heading = ({ text }: { readonly text: string }) => (
  <Words x={14} y={38} size={11} isBold>
    {text}
  </Words>
);

const ServiceTabs = () => (
  <>
    <Heading text={words.service} />
    <Tab x={14} y={48} width={52} text={words.activity} />
    <Tab x={74} y={48} width={76} text={words.integrations} isActive />
    <Tab x={158} y={48} width={52} text={words.settings} />
  </>
);

const screens: Readonly<Record<DrawingName, ReactNode>> = {
  services: (
    <>
      <Heading text={words.services} />
      <Marked x={10} y={48} width={220} height={30} />
      <Row y={52} text={words.service} isStrong />
      <Row y={84} text={words.otherService} />
      <PressHere x={88} y={68} />
    </>
  ),
  integrations: (
    <>
      <Marked x={72} y={44} width={80} height={26} />
      <ServiceTabs />
      <ScreenButton x={126} y={84} width={100} text={words.newIntegration} />
      <PressHere x={214} y={102} />
    </>
  ),
  name: (
    <>
      <Field y={24} label={words.integrationName} text={words.exampleName} />
      <Field y={62} label={words.integrationType} text={words.exampleType} />
      <Caret x={216} y={82} />
      <ScreenButton x={126} y={104} width={100} text={words.addIntegration} />
      <PressHere x={216} y={120} />
    </>
  ),
  key: (
    <>
      <ServiceTabs />
      <Words x={14} y={84} isBold>
        {words.exampleName}
      </Words>
      <Words x={14} y={104} isDimmed size={9}>
        {words.integrationKey}
      </Words>
      <Marked x={94} y={91} width={100} height={20} />
      <Words x={102} y={105} isMonospace>
        {words.exampleKey}
      </Words>
      <PressHere x={178} y={106} />
    </>
  ),
  newService: (
    <>
      <Heading text={words.services} />
      <ScreenButton x={154} y={25} width={72} text={words.newService} />
      <Row y={56} text={words.service} />
      <Row y={86} text={words.otherService} />
      <PressHere x={214} y={42} />
    </>
  ),
  serviceName: (
    <>
      <Field y={24} label={words.name} text={words.service} />
      <Field y={62} label={words.policy} text={words.examplePolicy} />
      <Caret x={216} y={82} />
      <ScreenButton x={178} y={104} width={48} text={words.next} />
      <PressHere x={216} y={120} />
    </>
  ),
};

/** A screen of PagerDuty as a sketch of our own: what is where, in the colours of the page. */
export function Drawing({ name }: { readonly name: DrawingName }) {
  return (
    <svg viewBox="0 0 240 136" width="100%" role="img" aria-label={drawings[name]}>
      <rect
        x={0.5}
        y={0.5}
        width={239}
        height={135}
        rx={8}
        style={{ fill: 'var(--mantine-color-body)', stroke: 'var(--mantine-color-default-border)' }}
      />
      <path
        d="M0.5 16 V8.5 a8 8 0 0 1 8 -8 H231.5 a8 8 0 0 1 8 8 V16 Z"
        style={{ fill: 'var(--mantine-color-gray-light)' }}
      />
      {[10, 18, 26].map((x) => (
        <circle key={x} cx={x} cy={8} r={2.2} style={{ fill: 'var(--mantine-color-dimmed)' }} />
      ))}
      {screens[name]}
    </svg>
  );
}
