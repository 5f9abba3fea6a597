import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { portalTranslationRef } from '../translation';
import { LogoMark } from './LogoMark';

const useStyles = makeStyles(theme => ({
  link: {
    height: 3 * sidebarConfig.logoHeight,
    paddingLeft: 24,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    color: '#fff',
  },
  mark: { width: 24, height: 24, flexShrink: 0 },
  name: { fontSize: 18, fontWeight: 600, letterSpacing: '-0.01em' },
}));

/** The portal's mark, with its name while the sidebar is open. */
export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  const { t } = useTranslationRef(portalTranslationRef);
  const title = useApi(configApiRef).getOptionalString('app.title');

  return (
    <Link
      to="/"
      underline="none"
      className={classes.link}
      aria-label={t('nav.home')}
    >
      <LogoMark className={classes.mark} />
      {isOpen && <span className={classes.name}>{title}</span>}
    </Link>
  );
};
