using System.CommandLine;
using System.CommandLine.Parsing;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>The options that several commands share.</summary>
internal static class Settings
{
    public static readonly Option<int> Visits = Number("--visits", 1000, 1, "visits of the job");
    public static readonly Option<int> Images = Number("--images", 10, 1, "images of each visit");
    public static readonly Option<int> Size = Number(
        "--size",
        370_000,
        SampleJpeg.Least,
        "bytes of each image, or their mean: see --spread"
    );
    public static readonly Option<double> Spread = new("--spread")
    {
        Description = "how far sizes go either way, evenly: 0 (all the same) to 0.9 of their mean",
        DefaultValueFactory = _ => 0.5,
        Validators = { Within(0, 0.9) },
    };

    public static readonly Option<int> Slots = Number(
        "--slots",
        1024,
        1,
        "images in flight: RetailPulse:Images:Slots, and the bare loop's lanes"
    );
    public static readonly Option<int> Silos = Number("--silos", 0, 0, "silo processes behind a client front end; 0: one embedded process");
    public static readonly Option<int> WarmUp = Number("--warm-up", 0, 0, "images done before, by the same processes, that do not count");
    public static readonly Option<int> Repeat = Number(
        "--repeat",
        1,
        1,
        "times that it is all done, in alternating order; medians are reported"
    );
    public static readonly Option<int> Deadline = Number("--deadline", 300, 1, "seconds after which a run is given up");

    public static readonly Option<SleepRange> Sleep = SleepOption(SleepRange.Spec);

    public static readonly Option<DatabaseKind> Database = new("--database")
    {
        Description =
            "what the product keeps its facts in: sqlite, a file; postgresql, a server of the run's own, started from Debian's programs",
        DefaultValueFactory = _ => DatabaseKind.Sqlite,
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "a setting of the product, such as RetailPulse:Images:MaxAttempts=2; may be repeated",
        DefaultValueFactory = _ => [],
    };

    public static readonly Option<string> Product = new("--product")
    {
        Description = "folder of another build of the front end",
        DefaultValueFactory = _ => ProductSetup.BuildOutput,
    };

    public static Command With(this Command command, params Option[] options)
    {
        foreach (var option in options)
            command.Options.Add(option);
        return command;
    }

    public static JobSetup ReadJob(this ParseResult line) =>
        new(
            line.GetValue(Visits),
            line.GetValue(Images),
            line.ReadSizes(),
            line.GetValue(Sleep),
            line.GetValue(Slots),
            line.GetValue(WarmUp),
            line.ReadProduct(line.GetValue(Sleep))
        );

    public static ImageSizes ReadSizes(this ParseResult line) => new(line.GetValue(Size), line.GetValue(Spread));

    public static ProductSetup ReadProduct(this ParseResult line, SleepRange sleep) => line.ReadProduct(sleep, line.GetValue(Slots));

    public static ProductSetup ReadProduct(this ParseResult line, SleepRange sleep, int slots) =>
        new(
            Path.GetFullPath(line.GetRequiredValue(Product)),
            line.GetValue(Silos),
            [$"--RetailPulse:Images:Slots={slots}", .. sleep.Settings, .. line.GetRequiredValue(Set).Select(setting => $"--{setting}")]
        )
        {
            Database = line.GetValue(Database),
        };

    public static Option<SleepRange> SleepOption(SleepRange usual) =>
        new("--sleep")
        {
            Description = "sleep after each image: spec (0.1 to 0.4 s), or 0 to 60 seconds",
            DefaultValueFactory = _ => usual,
            CustomParser = ParseSleep,
        };

    public static Option<int> Number(string name, int usual, int least, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < least)
                result.AddError($"{name} must be at least {least}.");
        });
        return option;
    }

    /// <summary>Several numbers after one name.</summary>
    public static Option<int[]> Numbers(string name, int[] usual, int least, string description)
    {
        var option = new Option<int[]>(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()?.Any(number => number < least) ?? false)
                result.AddError($"{name} must be numbers of at least {least}.");
        });
        return option;
    }

    private static Action<OptionResult> Within(double least, double most) =>
        result =>
        {
            if (result.GetValueOrDefault<double>() is var value && (value < least || value > most))
                result.AddError($"{result.Option.Name} must be {least} to {most}.");
        };

    private static SleepRange ParseSleep(ArgumentResult result)
    {
        if (SleepRange.TryParse(result.Tokens[0].Value) is { } sleep)
            return sleep;
        result.AddError("--sleep must be spec, or 0 to 60 seconds.");
        return default;
    }
}
