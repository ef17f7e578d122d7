import { useTranslation } from 'react-i18next';

const keys = { viewer: 'roleViewer', editor: 'roleEditor', approver: 'roleApprover', admin: 'roleAdmin' } as const;

/** Says roles as people read them. */
export function useRoleName(): (role: string) => string {
  const { t } = useTranslation('session');
  return (role) => (role in keys ? t(keys[role as keyof typeof keys]) : role);
}
