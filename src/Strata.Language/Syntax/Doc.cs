using System.Text;

namespace Strata.Language.Syntax;

/// <summary>
/// A text whose line breaks are decided when it is laid out (Wadler's "prettier printer"): a group stands on one line where it fits,
/// otherwise each of its own breaks is taken.
/// </summary>
internal abstract record Doc
{
    public static implicit operator Doc(string text) => new TextDoc(text);

    public static Doc Concat(params ReadOnlySpan<Doc> parts) => new ConcatDoc(parts.ToArray());

    /// <summary>A space on one line, or a line break.</summary>
    public static Doc Line { get; } = new LineDoc();

    public static Doc Nest(params ReadOnlySpan<Doc> parts) => new NestDoc(Concat(parts));

    public static Doc Group(params ReadOnlySpan<Doc> parts) => new GroupDoc(Concat(parts));

    /// <summary>Lays the text out in lines of at most <paramref name="width"/> where that is possible, indenting by two.</summary>
    public string Layout(int width)
    {
        var output = new StringBuilder();
        var pending = new Stack<(int Indent, bool Flat, Doc Doc)>();
        pending.Push((0, false, this));
        int column = 0;
        while (pending.TryPop(out (int Indent, bool Flat, Doc Doc) item))
        {
            switch (item.Doc)
            {
                case TextDoc text:
                    output.Append(text.Text);
                    int lineEnd = text.Text.LastIndexOf('\n');
                    column = lineEnd < 0 ? column + text.Text.Length : text.Text.Length - lineEnd - 1;
                    break;
                case LineDoc when item.Flat:
                    output.Append(' ');
                    column++;
                    break;
                case LineDoc:
                    output.Append('\n').Append(' ', item.Indent);
                    column = item.Indent;
                    break;
                case NestDoc nest:
                    pending.Push((item.Indent + 2, item.Flat, nest.Inner));
                    break;
                case GroupDoc group:
                    pending.Push((item.Indent, item.Flat || Fits(width - column, group.Inner, pending), group.Inner));
                    break;
                case ConcatDoc concat:
                    Push(pending, item.Indent, item.Flat, concat);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown document {item.Doc.GetType().Name}.");
            }
        }

        return output.ToString();
    }

    /// <summary>True where the document, on one line, and what must follow it up to the next possible break fit into the room.</summary>
    private static bool Fits(int room, Doc doc, Stack<(int Indent, bool Flat, Doc Doc)> rest)
    {
        var pending = new Stack<(int Indent, bool Flat, Doc Doc)>();
        pending.Push((0, true, doc));
        using Stack<(int Indent, bool Flat, Doc Doc)>.Enumerator following = rest.GetEnumerator();
        while (room >= 0)
        {
            if (!pending.TryPop(out (int Indent, bool Flat, Doc Doc) item))
            {
                if (!following.MoveNext())
                {
                    return true;
                }

                item = following.Current;
            }

            switch (item.Doc)
            {
                case TextDoc text: room -= text.Text.Length; break;
                case LineDoc when item.Flat: room--; break;
                case LineDoc: return true;
                case NestDoc nest: pending.Push((0, item.Flat, nest.Inner)); break;
                case GroupDoc group: pending.Push((0, item.Flat, group.Inner)); break;
                case ConcatDoc concat: Push(pending, 0, item.Flat, concat); break;
                default: throw new InvalidOperationException($"Unknown document {item.Doc.GetType().Name}.");
            }
        }

        return false;
    }

    private static void Push(Stack<(int Indent, bool Flat, Doc Doc)> pending, int indent, bool flat, ConcatDoc concat)
    {
        for (int i = concat.Parts.Length - 1; i >= 0; i--)
        {
            pending.Push((indent, flat, concat.Parts[i]));
        }
    }

    private sealed record TextDoc(string Text) : Doc;

    private sealed record LineDoc : Doc;

    private sealed record NestDoc(Doc Inner) : Doc;

    private sealed record GroupDoc(Doc Inner) : Doc;

    private sealed record ConcatDoc(Doc[] Parts) : Doc;
}
