using Strata.Cli.Hosting;

return await StrataApplication.RunAsync(args);
