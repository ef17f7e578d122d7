namespace Strata.Cli.Hosting.Remote;

/// <summary>A command found that a server started in its data directory, before it did anything: the server carries it out.</summary>
internal sealed class ServedMeanwhileException : Exception;
