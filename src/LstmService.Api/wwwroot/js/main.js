/** The page: a view for each address, and the header above them. */
import { startKey } from "./key.js";
import { startRouter } from "./router.js";
import { startTheme } from "./theme.js";
import { showHome } from "./views/home.js";
import { showJob } from "./views/job.js";
import { showJobs } from "./views/jobs.js";
import { showModel } from "./views/model.js";
import { showModels } from "./views/models.js";
import { guarded } from "./views/guarded.js";

/** @type {Record<string, [string, import("./router.js").View, import("./router.js").View]>} */
const views = {
  models: ["Models", showModels, showModel],
  jobs: ["Jobs", showJobs, showJob],
};

startTheme(/** @type {HTMLButtonElement} */ (document.getElementById("theme")));
startKey();
startRouter(
  document.getElementById("main"),
  ({ parts }) => guarded(views[parts[0]]?.[parts.length > 1 ? 2 : 1] ?? showHome),
  ({ parts }) => {
    const at = views[parts[0]] ? parts[0] : "home";
    document.title = [parts[1], views[at]?.[0], "LstmService"].filter(Boolean).join(" · ");
    for (const link of document.querySelectorAll("[data-nav]"))
      if (link.dataset.nav === at) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
  });
