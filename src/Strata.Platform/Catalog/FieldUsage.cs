using Strata.Language;
using Strata.Language.Bound;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Catalog;

/// <summary>Which segments and segmentations read what.</summary>
/// <param name="library">The definitions.</param>
public sealed class FieldUsage(DefinitionLibrary library)
{
    /// <summary>
    /// The names of the definitions that read each field (<c>account.industry</c>, <c>page_view.page</c>), collection and event type
    /// (<c>page_view</c>), themselves or through others, in order.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Read()
    {
        var readers = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (LibraryEntry entry in library.Segments)
        {
            try
            {
                foreach (string read in BoundTree.Nodes(library.PlanOf(entry).Membership).Select(NameOf).OfType<string>())
                {
                    if (!readers.TryGetValue(read, out SortedSet<string>? names))
                    {
                        readers[read] = names = new SortedSet<string>(StringComparer.Ordinal);
                    }

                    names.Add(entry.Definition.Name);
                }
            }
            catch (UserErrorException)
            {
                // A segment that cannot be evaluated, and never could, reads nothing.
            }
        }

        return readers.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value], StringComparer.Ordinal);
    }

    private static string? NameOf(object node) => node switch
    {
        BoundField field => $"{field.Row.Name}.{field.Field.Name}",
        BoundSource source => source.Row.Name,
        _ => null,
    };
}
