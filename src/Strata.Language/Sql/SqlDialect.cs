using Strata.Language.Ast;
using Strata.Language.Catalog;

namespace Strata.Language.Sql;

/// <summary>What engines write differently. Each method gives SQL over operands that are SQL already.</summary>
public abstract class SqlDialect
{
    /// <summary>The placeholder of a parameter, from 1.</summary>
    public abstract string Placeholder(int number, SqlParameter parameter);

    /// <summary>The rows of a bound list of texts, as a one-column query.</summary>
    public abstract string RowsOfList(string list);

    /// <summary>A text matches.</summary>
    public abstract string TextMatch(TextMatchOp op, string text, string pattern);

    /// <summary>A list of texts shares an element with a bound list.</summary>
    public abstract string ListsOverlap(string set, string list);

    /// <summary>The nearest double of a whole number.</summary>
    public abstract string ToDouble(string whole);

    /// <summary>The value, or missing where it is not finite. Names the value once, so that nesting does not double the text.</summary>
    public abstract string FiniteOrMissing(string number);

    /// <summary>An instant moved by a bound number of microseconds.</summary>
    public abstract string AddMicroseconds(string instant, string microseconds);

    /// <summary>The first eight hexadecimal digits of MD5 of <c>salt:id</c> as a number modulo 10,000.</summary>
    public abstract string SampleBucket(string salt, string id);

    /// <summary>A value of the history (text, as contracts say) in the type of its column.</summary>
    public abstract string FromHistory(FieldType type, string text);
}
