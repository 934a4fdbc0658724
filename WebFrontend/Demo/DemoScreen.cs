using System.Globalization;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Web.Demo;

/// <summary>What the demo prints.</summary>
internal static class DemoScreen
{
    /// <param name="settings">As on a silo's command line.</param>
    public static void ShowWhatSilosNeed(IEnumerable<string> settings) => Console.WriteLine(
        $"""
        The sample images are served by this front end and fetched by its silos, which refuse this machine's own addresses unless started with
          {string.Join("\n  ", settings)}

        """);

    public static void ShowProgress(long jobId, JobCounts counts) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"Job {jobId}: {counts.Measured + counts.Failed} of {counts.Total} images done, {counts.Running} running"));

    public static async Task ShowImagesAsync(IJobGrain job)
    {
        Console.WriteLine();
        Row("image", "store", "format", "size", "perimeter");
        for (var number = 0; await job.GetVisitAsync(number) is { } visit; number++)
        {
            foreach (var image in visit.Images) ShowImage(visit, image);
        }
    }

    public static void ShowStatus(long jobId, string answer) =>
        Console.WriteLine($"\nGET /api/status?jobid={jobId.ToString(CultureInfo.InvariantCulture)}\n{answer}\n");

    public static void ShowAddresses(Uri address) => Console.WriteLine(
        $"""
        Serving until Ctrl+C:
          submit     POST {address}api/submit/
          status     GET  {address}api/status?jobid=…
          dashboard       {address}dashboard
        """);

    private static void ShowImage(VisitDetail visit, ImageDetail image)
    {
        var name = Path.GetFileName(image.Url);
        if (image.Outcome is { Measured: true } sound)
            Row(name, visit.StoreId, sound.Format!, $"{sound.Width}×{sound.Height}", sound.Perimeter.ToString(CultureInfo.InvariantCulture));
        else Row(name, visit.StoreId, "", image.Outcome?.Reason.Code() ?? "", "");
    }

    private static void Row(string image, string store, string format, string size, string perimeter) =>
        Console.WriteLine($"{image,-24} {store,-11} {format,-7} {size,14} {perimeter,10}");
}
