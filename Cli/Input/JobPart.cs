using System.Globalization;
using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>Visits of a file that are submitted as one job.</summary>
/// <param name="Number">Number of the part within its file, from 1.</param>
/// <param name="Lines">Line of each visit; 0 if the format has no lines.</param>
internal sealed record JobPart(int Number, IReadOnlyList<VisitToMeasure> Visits, IReadOnlyList<int> Lines)
{
    /// <summary>Divides visits into parts, of which one is in memory at a time.</summary>
    /// <param name="most">Maximum number of visits of a part.</param>
    public static async IAsyncEnumerable<JobPart> DivideAsync(IAsyncEnumerable<SourceVisit> source, int most)
    {
        var number = 1;
        List<VisitToMeasure> visits = [];
        List<int> lines = [];
        await foreach (var (visit, line) in source)
        {
            if (visits.Count == most)
            {
                yield return new JobPart(number++, visits, lines);
                (visits, lines) = ([], []);
            }

            visits.Add(visit);
            lines.Add(line);
        }

        if (visits.Count > 0)
            yield return new JobPart(number, visits, lines);
    }

    /// <summary>Returns where the service found an error, as a line of the file if that is known.</summary>
    /// <param name="pointer">JSON pointer of the service, such as <c>/visits/3/image_url/1</c>.</param>
    public string Locate(string file, string pointer)
    {
        if (
            pointer.Split('/') is not ["", "visits", var position, .. var rest]
            || !int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var visit)
            || visit >= Lines.Count
        )
            return $"{file}: {pointer}";
        var field = string.Join(' ', rest);
        return Lines[visit] > 0 ? $"{file}:{Lines[visit]}: {field}" : $"{file}: visit {visit}: {field}";
    }
}
