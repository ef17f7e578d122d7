namespace Strata.Language.Ast;

/// <summary>Which instants of an event count, as of T (language.md section 4). Events after T never do.</summary>
public abstract record Window : Node;

/// <summary><c>in last D</c>: T − D &lt; ts ≤ T.</summary>
public sealed record LastWindow(Duration Duration) : Window;

/// <summary><c>in previous D</c>: T − 2D &lt; ts ≤ T − D.</summary>
public sealed record PreviousWindow(Duration Duration) : Window;

/// <summary><c>in this week</c>: from the start of the calendar unit that holds T, to T.</summary>
public sealed record ThisUnitWindow(TimeUnit Unit) : Window;

/// <summary><c>in previous quarter</c>: the whole calendar unit before the one that holds T.</summary>
public sealed record PreviousUnitWindow(TimeUnit Unit) : Window;

/// <summary><c>since DATE</c>: ts ≥ the moment.</summary>
public sealed record SinceWindow(Literal From) : Window;

/// <summary><c>between A and B</c>: both included; a bare date as upper bound includes its whole day.</summary>
public sealed record BetweenWindow(Literal From, Literal To) : Window;

/// <summary><c>before DATE</c>: ts &lt; the moment.</summary>
public sealed record BeforeWindow(Literal Until) : Window;

/// <summary><c>ever</c>: every event up to T. Written out or not, it means the same; it is kept so that the print is faithful.</summary>
public sealed record EverWindow : Window;
