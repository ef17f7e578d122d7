import { ActionIcon, AppShell, Burger, Button, Group, Kbd, NavLink, ScrollArea, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountMenu } from '@/features/session/AccountMenu';
import { ColorSchemeSwitch } from './ColorSchemeSwitch';
import { Logo } from './Logo';
import { QuickSearch } from './QuickSearch';
import { useNavigation } from './useNavigation';

/** What stands around every page: the navigation, the search, who is signed in. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding={{ base: 'sm', sm: 'lg' }}>
      <a className="skip-link" href="#content">
        {t('skipToContent')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? t('closeNavigation') : t('openNavigation')} aria-expanded={opened} />
            <Link to={'/' as never} aria-label={t('appName')} style={{ color: 'inherit', textDecoration: 'none' }}>
              <Group gap={8} wrap="nowrap">
                <Logo />
                <Text fw={700} fz="lg">
                  {t('appName')}
                </Text>
              </Group>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button visibleFrom="sm" variant="default" c="dimmed" fw={400} leftSection={<IconSearch size={16} />} rightSection={<Kbd size="xs">Ctrl K</Kbd>} onClick={spotlight.open}>
              {t('search')}
            </Button>
            <Tooltip label={t('search')}>
              <ActionIcon hiddenFrom="sm" variant="default" size="lg" aria-label={t('search')} onClick={spotlight.open}>
                <IconSearch size={18} />
              </ActionIcon>
            </Tooltip>
            <ColorSchemeSwitch />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('mainNavigation')}>
        <ScrollArea type="never">
          <MainNavigation onFollow={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <QuickSearch />
    </AppShell>
  );
}

function MainNavigation({ onFollow }: { onFollow: () => void }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const groups = useNavigation();
  const within = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));

  // Of entries below one another the nearest is the one that a person is on.
  const here = groups.flatMap(({ items }) => items.map(({ to }) => to)).filter(within).sort((one, other) => other.length - one.length)[0];
  return groups.map(({ group, items }) => (
    <Fragment key={group ?? ''}>
      {group && (
        <Text size="xs" fw={600} c="dimmed" px="sm" pt="md" pb={4} tt="uppercase">
          {group}
        </Text>
      )}
      {items.map(({ to, label, icon: Symbol }) => {
        const active = to === here;
        return (
          <NavLink
            key={to}
            component={Link}
            to={to as never}
            label={label}
            leftSection={<Symbol size={18} stroke={1.6} aria-hidden />}
            active={active}
            activeOptions={{ exact: true }}
            aria-current={active ? 'page' : undefined}
            onClick={onFollow}
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
          />
        );
      })}
    </Fragment>
  ));
}
