import {
  ActionIcon,
  AppShell,
  Badge,
  Burger,
  Group,
  Image,
  Menu,
  NavLink,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconActivity,
  IconAlarm,
  IconApi,
  IconBellRinging,
  IconFlask,
  IconListCheck,
  IconLogout,
  IconMailX,
  IconMoon,
  IconPlugConnected,
  IconSend,
  IconSettings,
  IconSun,
  IconUser,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useLiveState } from '../live/live.ts';
import { texts } from '../texts/common.ts';

const pages = [
  { path: '/', label: texts.nav.overview, icon: IconActivity },
  { path: '/alerts', label: texts.nav.alerts, icon: IconAlarm },
  { path: '/rules', label: texts.nav.rules, icon: IconListCheck },
  { path: '/connectors', label: texts.nav.connectors, icon: IconPlugConnected },
  { path: '/deliveries', label: texts.nav.deliveries, icon: IconSend },
  { path: '/incidents', label: texts.nav.incidents, icon: IconBellRinging },
  { path: '/dead-letters', label: texts.nav.deadLetters, icon: IconMailX },
  { path: '/sandbox', label: texts.nav.sandbox, icon: IconFlask },
  { path: '/settings', label: texts.nav.settings, icon: IconSettings },
] as const;

const isIn = (pathname: string, path: string) =>
  path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);

/** The frame of all pages: the list of pages, who is signed in, whether what one sees is live. */
export function Shell({
  user,
  onSignOut,
  children,
}: {
  readonly user: string | null;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}) {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <a href="#page" className="skip-link">
        {texts.skip}
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? texts.nav.close : texts.nav.open}
              aria-expanded={isOpen}
            />
            <Image src="/bell.svg" w={28} h={28} alt="" />
            <Text fw={700} size="lg">
              {texts.product}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <LiveBadge />
            <SchemeSwitch />
            <UserMenu user={user} onSignOut={onSignOut} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={texts.nav.label}>
        {pages.map(({ path, label, icon: Icon }) => (
          <NavLink
            key={path}
            component={Link}
            to={path}
            label={label}
            active={isIn(pathname, path)}
            aria-current={isIn(pathname, path) ? 'page' : undefined}
            leftSection={<Icon size={18} aria-hidden />}
            onClick={close}
          />
        ))}
        <NavLink
          href="/docs/api"
          label={texts.nav.api}
          leftSection={<IconApi size={18} aria-hidden />}
          mt="auto"
        />
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}

function LiveBadge() {
  const state = useLiveState();
  const { open, connecting, broken, openHint, brokenHint } = texts.live;
  const [label, color] =
    state === 'open' ? [open, 'green'] : state === 'broken' ? [broken, 'orange'] : [connecting, 'gray'];
  return (
    <Tooltip
      label={state === 'open' ? openHint : brokenHint}
      disabled={state === 'connecting'}
      multiline
      maw={260}
    >
      <Badge variant="light" color={color} tt="none" role="status" data-live={state}>
        {label}
      </Badge>
    </Tooltip>
  );
}

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const label = scheme === 'dark' ? texts.scheme.toLight : texts.scheme.toDark;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
      </ActionIcon>
    </Tooltip>
  );
}

function UserMenu({ user, onSignOut }: { readonly user: string | null; readonly onSignOut: () => void }) {
  const label = texts.user.menu(user ?? texts.user.program);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label}>
          <IconUser size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
          {texts.user.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
