/** Props of {@link LogoMark}. */
export interface LogoMarkProps {
  className?: string;
}

/** Two halves of one sheet: one signs, the other countersigns. */
export const LogoMark = ({ className }: LogoMarkProps) => (
  <svg
    className={className}
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 24 24"
    aria-hidden="true"
  >
    <rect
      x="2"
      y="2"
      width="20"
      height="20"
      rx="3.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    />
    <path
      d="M12 2v20H5.5A3.5 3.5 0 0 1 2 18.5v-13A3.5 3.5 0 0 1 5.5 2z"
      fill="currentColor"
    />
    <path
      d="M14.4 12.2l1.6 1.7 2.9-3.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
