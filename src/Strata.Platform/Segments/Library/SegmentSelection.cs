using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Library;

/// <summary>What a person asks about: a segment by name, a definition file, or an expression.</summary>
/// <param name="Plan">What is evaluated.</param>
/// <param name="Name">The segment's name; null for an expression.</param>
/// <param name="Expression">The condition as written.</param>
/// <param name="Definition">The segment; null for an expression.</param>
/// <param name="Warning">What must be said with the result; null for nothing.</param>
public sealed record SegmentSelection(SegmentPlan Plan, string? Name, Expr Expression, SegmentDefinition? Definition, string? Warning)
{
    /// <summary>Checks expressions that may refer to what the segment may refer to.</summary>
    public required DefinitionChecker Checker { get; init; }

    /// <summary>What to call it: its name, or the expression on one line.</summary>
    public string Label => Name ?? SegmentPrinter.PrintOnOneLine(Expression);

    /// <summary>Finds what <paramref name="text"/> stands for: the segment of that name, else the file of that name, else an expression.</summary>
    /// <param name="library">The definitions that it may name.</param>
    /// <param name="text">What the person wrote.</param>
    /// <param name="of">What an expression selects.</param>
    /// <exception cref="UserErrorException">It is wrong.</exception>
    public static SegmentSelection Find(DefinitionLibrary library, string text, EntityKind of)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(text);
        if (library.FindSegment(text) is { } entry)
        {
            return OfEntry(library, entry);
        }

        return LooksLikeFile(text) && File.Exists(Caller.FullPath(text)) ? OfFile(library, text) : OfText(library, text, of);
    }

    /// <summary>As <see cref="Find"/>, but nothing is taken for the name of a file: for texts that come from another machine.</summary>
    public static SegmentSelection FindInText(DefinitionLibrary library, string text, EntityKind of)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(text);
        return library.FindSegment(text) is { } entry ? OfEntry(library, entry) : OfText(library, text, of);
    }

    /// <summary>An expression that was read already.</summary>
    /// <exception cref="UserErrorException">It is wrong.</exception>
    public static SegmentSelection OfExpression(DefinitionLibrary library, Expr expression, EntityKind of)
    {
        ArgumentNullException.ThrowIfNull(library);
        return new SegmentSelection(library.Checker.CheckExpression(expression, of).OrThrow(), null, expression, null, null) { Checker = library.Checker };
    }

    private static SegmentSelection OfText(DefinitionLibrary library, string text, EntityKind of)
    {
        ParseResult<Expr> parsed = SegmentParser.ParseExpression(text);
        if (!parsed.Ok)
        {
            throw new UserErrorException(LooksLikeName(text) ? [NoSuchSegment(library, text)] : parsed.Errors);
        }

        var source = new SourceText(text);
        CheckResult<SegmentPlan> result = library.Checker.CheckExpression(parsed.Tree, of, source.Locate);
        if (!result.IsValid && LooksLikeName(text))
        {
            throw new UserErrorException([NoSuchSegment(library, text), .. result.Errors]);
        }

        return new SegmentSelection(result.OrThrow(), null, parsed.Tree, null, null) { Checker = library.Checker };
    }

    /// <summary>The segment of that name.</summary>
    /// <exception cref="UserErrorException">Code <c>reference</c>: there is none; or it is invalid and never was valid.</exception>
    public static SegmentSelection FindSegment(DefinitionLibrary library, string name)
    {
        ArgumentNullException.ThrowIfNull(library);
        return library.FindSegment(name) is { } entry ? OfEntry(library, entry) : throw new UserErrorException([NoSuchSegment(library, name)]);
    }

    private static SegmentSelection OfEntry(DefinitionLibrary library, LibraryEntry entry)
    {
        var segment = (SegmentDefinition)entry.Definition;
        return new SegmentSelection(library.PlanOf(entry), segment.Name, segment.Where, segment, entry.Warning) { Checker = library.Checker };
    }

    private static SegmentSelection OfFile(DefinitionLibrary library, string path)
    {
        IReadOnlyList<WrittenDefinition> written = DefinitionFiles.ReadFolder(path).Definitions;
        SegmentDefinition segment = written.Select(one => one.Definition).OfType<SegmentDefinition>().FirstOrDefault()
            ?? throw new UserErrorException("argument", $"'{path}' holds no segment.", fix: "Name a file that starts with 'segment:'.");
        Definition[] others = [.. library.Set.All.Where(known => !written.Any(one => one.Definition.GetType() == known.GetType() && Same(one.Definition.Name, known.Name)))];
        var checker = new DefinitionChecker(library.Catalog, new DefinitionSet(written.Select(one => one.Definition).Concat(others)));
        return new SegmentSelection(checker.CheckSegment(segment).OrThrow(), segment.Name, segment.Where, segment, null) { Checker = checker };
    }

    private static bool Same(string left, string right) => Control.ControlStore.KeyOf(left) == Control.ControlStore.KeyOf(right);

    private static bool LooksLikeFile(string text) => Path.GetExtension(text) is ".yaml" or ".yml";

    private static bool LooksLikeName(string text) => text.Length > 0 && text.All(character => char.IsLetterOrDigit(character) || character is '-' or '_' or '.');

    private static UserError NoSuchSegment(DefinitionLibrary library, string name) => new(
        "reference",
        $"There is no segment '{name}'.",
        Fix: Suggestions.DidYouMean(name, library.Segments.Select(entry => entry.Definition.Name), "`strata segments` lists them; `strata apply DIR` brings definitions in."));
}
