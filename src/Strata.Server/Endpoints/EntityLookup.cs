using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Entities;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;

namespace Strata.Server.Endpoints;

/// <summary>Finds the account or contact that a path names.</summary>
internal static class EntityLookup
{
    /// <summary>The entity of that id, domain or e-mail address, or name.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static StateRow Find(Workspace workspace, EntityReader reader, EntityKind of, string name)
    {
        var finder = new EntityFinder(workspace.Connection, reader);
        string noun = of == EntityKind.Account ? "account" : "contact";
        return finder.TryFind(of, name)
            ? finder.Find(of, name)
            : throw new NotFoundException($"There is no {noun} '{name}'.", of == EntityKind.Account ? "Name it by its id, its domain or its name." : "Name it by its id, its e-mail address or its full name.");
    }
}
