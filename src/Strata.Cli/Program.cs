Console.WriteLine("strata");
